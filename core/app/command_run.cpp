#include "app/command_run.hpp"

#include "app/call.hpp"
#include "app/guard.hpp"
#include "base/time.hpp"
#include "builtin/builtin.hpp"
#include "plugin/running.hpp"

#include <boost/json/serialize.hpp>

namespace chitty {

namespace {

// What deletes asks first, where somebody can answer; a script has said what it wants by running.
Result<void> consent(chitty_call& call) {
  const auto& options = call.session.options;
  const auto& terminal = call.session.terminal;
  if (call.command.effect != Effect::remove || options.yes || options.dry_run || !terminal.in_is_terminal || !terminal.err_is_terminal)
    return {};
  std::string answer;
  const auto sink = abi::sink_to(answer);
  const std::string question = "Run '" + call.command.path + "'? It cannot be undone. [y/N]";
  const auto text = abi::borrow(question);
  abi::ErrorSlot slot;
  if (const auto status = input_table().ask(&call, &text, 0, &sink, slot.get())) return slot.take(status);
  if (answer == "y" || answer == "Y" || answer == "yes") return {};
  return make_error(Code::cancelled, "Nothing was done.");
}

// How a stopped call is told, by who stopped it.
Error told(const chitty_call& call, Error error) {
  if (error.code != Code::cancelled) return error;
  if (call.session.cancel.why() == CancelToken::Why::timed_out) {
    const auto limit = call.session.options.timeout ? std::to_string(call.session.options.timeout->count()) + " ms" : "its time";
    return make_error(Code::timeout, "'" + call.command.path + "' was not done within " + limit + ".", "Give it longer with --timeout.");
  }
  if (call.session.cancel.why() == CancelToken::Why::interrupted) return make_error(Code::cancelled, "Interrupted.");
  return error;
}

Result<void> run_plugin(chitty_call& call, const Target& target, const std::string& arguments) {
  auto plugin = RunningPlugin::open(*target.row, target.manifest, command_host());
  if (!plugin) return plugin.error();
  const Guard guard(call.session.cancel, "the plugin '" + target.manifest.name + "' " + target.manifest.version + " (" +
                                             plugin->path() + "), running '" + call.command.path + "',");
  return plugin->invoke(&call, call.command.path, arguments);
}

Result<void> run_builtin(chitty_call& call, json::object arguments) {
  auto config = call.session.config();
  if (!config) return config.error();
  BuiltinContext context{.paths = call.session.paths, .catalogue = call.session.catalogue(), .config = **config};
  const Guard guard(call.session.cancel, "chitty, running '" + call.command.path + "',");
  auto reply = find_builtin(call.command.path)(Arguments(std::move(arguments)), context);
  if (!reply) return reply.error();
  for (const auto& record : reply->all())
    if (auto written = call.writer.record(record); !written) return written;
  return {};
}

}  // namespace

Result<void> run_command(Session& session, const Target& target) {
  const Command& command = *target.manifest.command(target.path);
  auto arguments = parse_arguments(command, target.rest, now_ms());
  if (!arguments) return arguments.error();
  auto writer = make_writer(command.view, session.view, session.terminal);
  if (!writer) return writer.error();

  Progress progress(session.terminal, session.options.quiet);
  const std::string remote = session.options.remote.empty() ? target.remote : session.options.remote;
  chitty_call call{session, target.manifest, command, **writer, progress, remote};
  if (auto agreed = consent(call); !agreed) return agreed;

  auto done = target.row ? run_plugin(call, target, json::serialize(*arguments)) : run_builtin(call, std::move(*arguments));
  progress.clear();
  if (call.shown_only) return {};
  if (!done) return told(call, done.error());
  return call.writer.finish();
}

}  // namespace chitty
