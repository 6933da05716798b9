#include "app/command_run.hpp"

#include "app/call.hpp"
#include "app/guard.hpp"
#include "app/local_hint.hpp"
#include "base/time.hpp"
#include "builtin/builtin.hpp"
#include "builtin/host_manifest.hpp"
#include "plugin/running.hpp"

#include <chitty/abi.hpp>

#include <boost/json/serialize.hpp>

namespace chitty {

namespace {

// Ask, where somebody can answer; a script has said what it wants by running.
bool agrees(chitty_call& call, std::string_view question) {
  const auto& terminal = call.session.terminal;
  if (call.session.options.yes || !terminal.in_is_terminal || !terminal.err_is_terminal) return true;
  std::string answer;
  const auto sink = abi::sink_to(answer);
  const auto text = abi::borrow(question);
  return input_table().ask(&call, &text, 0, &sink, nullptr) == CHITTY_OK && (answer == "y" || answer == "Y" || answer == "yes");
}

// What deletes asks first.
Result<void> consent(chitty_call& call) {
  if (call.command.effect != Effect::remove || call.session.options.dry_run) return {};
  if (agrees(call, "Run '" + call.command.path + "'? It cannot be undone. [y/N]")) return {};
  return make_error(Code::cancelled, "Nothing was done.");
}

// How a stopped call is told, by who stopped it.
Error told(chitty_call& call, Error error) {
  if (error.code != Code::cancelled) return with_local_hint(call.session, std::move(error));
  if (call.session.cancel.why() == CancelToken::Why::timed_out) {
    const auto limit = call.session.options.timeout ? std::to_string(call.session.options.timeout->count()) + " ms" : "its time";
    return make_error(Code::timeout, "'" + call.command.path + "' was not done within " + limit + ".", "Give it longer with --timeout.");
  }
  if (call.session.cancel.why() == CancelToken::Why::interrupted) return make_error(Code::cancelled, "Interrupted.");
  return error;
}

Result<void> run_plugin(chitty_call& call, const Target& target, const std::string& arguments) {
  const Guard guard(call.session.cancel, "the plugin '" + target.manifest.name + "' " + target.manifest.version + " (" +
                                             std::string(target.row->path) + "), running '" + call.command.path + "',");
  auto plugin = RunningPlugin::open(*target.row, target.manifest, command_host());
  if (!plugin) return plugin.error();
  return plugin->invoke(&call, call.command.path, arguments);
}

// The health path of a remote, asked without a credential.
Result<int> probe(Session& session, const Remote& remote, const RemoteType& type) {
  auto transport = session.transport();
  if (!transport) return transport.error();
  HttpRequest request;
  request.method = "GET";
  request.url = remote.base_url + type.health;
  request.repeatable = true;
  auto reply = (*transport)->send(request, session.net_options(), session.cancel);
  if (!reply) return reply.error();
  return (*reply)->status();
}

BuiltinContext context_of(chitty_call& call) {
  Session& session = call.session;
  return {.paths = session.paths,
          .catalogue = session.catalogue(),
          .config = [&session] { return session.config(); },
          .environment = session.options.environment,
          .working_folder = std::filesystem::current_path(),
          .host = host_commands(),
          .remotes = session.remotes(),
          .bytes = [&call](std::string_view data) { return call.writer.bytes(data); },
          .note = [&session](std::string_view line) { session.note(line); },
          .confirm = [&call](std::string_view question) { return agrees(call, question); },
          .probe = [&session](const Remote& remote, const RemoteType& type) { return probe(session, remote, type); }};
}

Result<void> run_builtin(chitty_call& call, json::object arguments) {
  BuiltinContext context = context_of(call);
  const Guard guard(call.session.cancel, "chitty, running '" + call.command.path + "',");
  auto reply = find_builtin(call.command.path)(Arguments(std::move(arguments)), context);
  if (!reply) return reply.error();
  for (const auto& record : reply->all())
    if (auto written = call.writer.record(record); !written) return written;
  if (!context.verdict) return {};
  if (auto shown = call.writer.finish(); !shown) return shown;
  return *context.verdict;
}

}  // namespace

Result<void> run_command(Session& session, const Target& target) {
  const Command& command = *target.command();
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
  if (done && call.fault) return *call.fault;
  if (done) done = call.writer.finish();
  if (done || reader_gone(done.error())) return {};  // `| head` has what it wanted
  return told(call, done.error());
}

}  // namespace chitty
