#include "app/command_run.hpp"

#include "app/call.hpp"
#include "app/guard.hpp"
#include "app/local_hint.hpp"
#include "base/time.hpp"
#include "builtin/builtin.hpp"
#include "builtin/host_manifest.hpp"
#include "config/secrets.hpp"

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

// For the last words of a process that a plugin has ended.
std::string blame_of(const chitty_call& call, const Target& target) {
  if (!target.row) return "chitty, running '" + call.command.path + "',";
  return "the plugin '" + target.manifest.name + "' " + target.manifest.version + " (" + std::string(target.row->path) + "), running '" +
         call.command.path + "',";
}

Result<void> run_plugin(chitty_call& call, const Target& target, const std::string& arguments) {
  const auto plugin = call.session.plugin(*target.row, target.manifest, call.depth);
  if (!plugin) return plugin.error();
  return (*plugin)->invoke(&call, call.command.path, arguments);
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
  auto reply = find_builtin(call.command.path)(Arguments(std::move(arguments)), context);
  if (!reply) return reply.error();
  for (const auto& record : reply->all()) {
    auto shown = call.depth == 0 ? redact(record, json::serialize(record)) : record;
    if (auto written = call.writer.record(std::move(shown)); !written) return written;
  }
  if (!context.verdict) return {};
  if (auto shown = call.writer.finish(); !shown) return shown;
  return *context.verdict;
}

Result<void> run_target(chitty_call& call, const Target& target, json::object arguments) {
  return target.row ? run_plugin(call, target, json::serialize(arguments)) : run_builtin(call, std::move(arguments));
}

// A command that is not there, as another command's plugin has asked for it: what would bring it.
Error not_there(const chitty_call& call, const std::vector<std::string>& words, Error error) {
  const auto* reason = error.details.if_contains("reason");
  if (!reason || *reason != "unknown_word") return error;
  const bool has_guess = error.hint.starts_with("Did you mean");
  const auto guess = has_guess ? error.hint + " Else install" : std::string("Install");
  return make_error(Code::invalid_argument, "'" + call.command.path + "' runs 'chitty " + words.front() + "', which no installed plugin has.",
                    guess + " the plugin that has it ('chitty plugin list' shows what is there), or if it is meant as a remote, add it: chitty remote add " +
                        words.front() + " TYPE");
}

// One more than this is a plugin that runs itself, by whatever way.
constexpr int deepest = 8;

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

  auto done = [&] {
    const Guard guard(session.cancel, blame_of(call, target));
    return run_target(call, target, std::move(*arguments));
  }();
  progress.clear();
  if (call.shown_only) return {};
  if (done && call.fault) return *call.fault;
  if (done) done = call.writer.finish();
  if (done || reader_gone(done.error())) return {};  // `| head` has what it wanted
  return told(call, done.error());
}

Result<void> run_within(chitty_call& call, const std::vector<std::string>& words, RecordWriter& writer) {
  Session& session = call.session;
  if (call.depth == deepest)
    return make_error(Code::plugin_fault, "'" + call.command.path + "' is the " + std::to_string(deepest) + "th command that one ran within another; it may not run one more.",
                      "Report it to the publisher of the plugin '" + call.manifest.name + "'.");
  const auto target = find_target(words, host_commands(), Installed::in(session.catalogue()), session.remotes());
  if (!target) return not_there(call, words, target.error());
  if (!target->command())
    return usage_error("'" + call.command.path + "' runs '" + target->line() + "', which is a group of commands and none itself.");
  auto arguments = parse_arguments(*target->command(), target->rest, now_ms());
  if (!arguments) return arguments.error();

  const bool same_type = target->row && target->manifest.remote.type == call.manifest.remote.type;
  const std::string remote = target->remote.empty() && same_type ? call.remote : target->remote;
  chitty_call inner{session, target->manifest, *target->command(), writer, call.progress, remote, call.depth + 1};
  if (auto agreed = consent(inner); !agreed) return agreed;
  const Blame blame(blame_of(inner, *target));
  auto done = run_target(inner, *target, std::move(*arguments));
  call.shown_only = call.shown_only || inner.shown_only;
  if (done && inner.shown_only) return make_error(Code::cancelled, "Only shown, not sent.");
  if (done && inner.fault) return *inner.fault;
  return done;
}

}  // namespace chitty
