#include "app/command_run.hpp"

#include "app/abi.hpp"
#include "app/after_effect.hpp"
#include "app/builtin_run.hpp"
#include "app/consent.hpp"
#include "app/sending/courier.hpp"
#include "app/call/dry_run.hpp"
#include "app/call/filter.hpp"
#include "app/call/guard.hpp"
#include "app/local_hint.hpp"
#include "app/secret_arguments.hpp"
#include "base/time.hpp"
#include "builtin/builtin.hpp"
#include "builtin/host_manifest.hpp"
#include "config/secret/credential_room.hpp"

#include <chitty/abi.hpp>
#include <chitty/verdict.hpp>

#include <boost/json/serialize.hpp>

namespace chitty::host {

namespace {

// What was acknowledged until then is done, and perhaps more of what was already sent.
Error interrupted(const chitty_call& call) {
  if (call.command.effect == Effect::read || call.done == 0) return make_error(Code::cancelled, "interrupted");
  return make_error(Code::cancelled, "interrupted (" + (call.done_what.empty() ? std::string("steps") : call.done_what) + " done: at least " + std::to_string(call.done) + ")",
                    "What is done stays done; the rest was not sent.");
}

// 1500 ms as "1500 ms", 1000 ms as "1 s".
std::string time_words(std::chrono::milliseconds time) {
  const auto ms = time.count();
  return ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms";
}

// The error for a cancelled call, by what cancelled it.
Error told(chitty_call& call, Error error) {
  if (error.code != Code::cancelled) return with_local_hint(call, std::move(error));
  if (call.run.cancel.why() == CancelToken::Why::timed_out) {
    const auto limit = call.run.options.timeout ? time_words(*call.run.options.timeout) : "its time";
    return make_error(Code::timeout, "'chitty " + call.command.path + "' timed out after " + limit, "Allow more time with --timeout.");
  }
  if (call.run.cancel.why() == CancelToken::Why::interrupted) return interrupted(call);
  return error;
}

// For the last words of a process that a plugin has ended.
std::string blame_of(const chitty_call& call, const ResolvedCommand& target) {
  if (!target.row) return "chitty, running '" + call.command.path + "',";
  return "the plugin '" + target.manifest.name + "' " + target.manifest.version + " (" + std::string(target.row->path) + "), running '" +
         call.command.path + "',";
}

// Before anything that works once is spent: what may come of it could be kept. The one place of all such exchanges, since a command
// that does not declare them cannot keep anything (abi_config.cpp).
Result<void> room_first(chitty_call& call) {
  if (!call.command.keeps_credentials || call.run.options.dry_run) return {};
  const auto config = call.run.config();
  if (!config) return config.error();
  return prove_room(call.run.paths, **config);
}

Result<void> run_plugin(chitty_call& call, const ResolvedCommand& target, const std::string& arguments) {
  if (auto room = room_first(call); !room) return room;
  const auto plugin = call.run.plugin(*target.row, target.manifest, command_host(), call.depth);
  if (!plugin) return plugin.error();
  return (*plugin)->invoke(&call, call.command.path, arguments);
}

// Its own code, its declared request, or the host's.
Result<void> run_here(chitty_call& call, const ResolvedCommand& target, json::object arguments) {
  if (auto filled = fill_secrets(call, arguments); !filled) return filled;
  if (target.row)
    if (auto allowed = may_run_dry(call); !allowed) return allowed;
  if (!call.command.request.empty()) return run_declared(call, arguments);
  return target.row ? run_plugin(call, target, json::serialize(arguments)) : run_builtin(call, std::move(arguments));
}

// A command that is not there, as another command's plugin has asked for it: what would bring it.
Error not_there(const chitty_call& call, const std::vector<std::string>& words, Error error) {
  const auto* reason = error.details.if_contains("reason");
  if (!reason || *reason != "unknown_word") return error;
  Error missing = make_error(Code::invalid_argument, "'chitty " + call.command.path + "' needs 'chitty " + words.front() + "', but no installed plugin provides it",
                             error.hint.starts_with("Did you mean") ? error.hint
                                                                    : "Install its plugin. If it is meant as a remote: chitty remote add " + words.front() + " TYPE");
  missing.details["reason"] = "unknown_word";
  return missing;
}

// The first line of -v: whose command it is, and with which settings.
std::string what_runs(Run& run, const ResolvedCommand& target) {
  const std::string whose = target.row ? "plugin " + target.manifest.name + " " + target.manifest.version + " (" + std::string(target.row->path) + ")"
                                       : "chitty " CHITTY_VERSION;
  const auto environment = run.environment();
  return "Running '" + target.path + "' of " + whose + ", environment " + (environment ? *environment : "unknown") + ", configuration " +
         (run.paths.config / "config.json").string();
}

// The command's view; a list where the person asked for many, another kind where they asked for that.
View view_of(const Command& command, const json::object& arguments) {
  View view = command.view;
  for (const auto& [option, kind] : view.kind_with) {
    const auto* given = arguments.if_contains(option);
    if (given && *given != false) view.kind = kind;
  }
  return view;
}

// One more than this is a plugin that runs itself, by whatever way.
constexpr int deepest = 8;

// Was a secret given on this command line?
bool has_secret(const Command& command, const json::object& arguments) {
  for (const auto* declared : {&command.arguments, &command.options})
    for (const auto& one : *declared)
      if (one.type == ArgumentType::secret && arguments.contains(one.name)) return true;
  return false;
}

}  // namespace

Result<void> run_command(Run& run, const ResolvedCommand& target) {
  const Command& command = *target.command();
  auto arguments = parse_arguments(command, target.rest, now_ms());
  if (!arguments) return arguments.error();
  auto writer = make_writer(view_of(command, *arguments), run.view, run.terminal);
  if (!writer) return writer.error();

  if (run.options.verbose) run.say(what_runs(run, target));
  Progress progress(run.terminal, run.options.quiet);
  const std::string remote = run.options.remote.empty() ? target.remote : run.options.remote;
  chitty_call call{run, target.manifest, command, **writer, progress, remote};
  call.has_secret = has_secret(command, *arguments);
  if (target.row)
    if (auto agreed = consent(call, *arguments); !agreed) return told(call, agreed.error());

  auto done = [&]() -> Result<void> {
    const Guard guard(run.cancel, blame_of(call, target));
    auto ran = run_here(call, target, std::move(*arguments));
    progress.clear();
    if (call.shown_only || (ran && call.rehearsed)) return {};
    if (ran && call.fault) return *call.fault;
    if (!ran && !is_verdict(ran.error())) return ran;
    if (ran && is_dry(call)) call.run.note("Nothing would change");
    auto shown = in_filter(call, [&] { return call.writer.finish(); });
    return shown ? ran : shown;
  }();
  if (call.unwritten) done = *call.unwritten;
  if (!done && cannot_be_written(done.error())) return call.changed ? with_way_to_result(call, done.error()) : done.error();
  if (done || reader_gone(done.error())) return {};  // `| head` has what it wanted
  return told(call, done.error());
}

Result<void> run_within(chitty_call& call, const std::vector<std::string>& words, RecordWriter& writer) {
  Run& run = call.run;
  if (call.depth == deepest)
    return make_error(Code::plugin_fault, "'chitty " + call.command.path + "' cannot run another command: at most " + std::to_string(deepest) + " run within each other",
                      "Report it to the publisher of the plugin '" + call.manifest.name + "'.");
  const auto target = resolve_command(words, host_commands(), Installed::in(run.catalogue()), run.remotes());
  if (!target) return not_there(call, words, target.error());
  if (!target->command())
    return usage_error("'chitty " + call.command.path + "' runs '" + target->line() + "', which is a command group, not a command");
  auto arguments = parse_arguments(*target->command(), target->rest, now_ms());
  if (!arguments) return arguments.error();

  const bool same_type = target->row && target->manifest.remote.type == call.manifest.remote.type;
  const std::string remote = target->remote.empty() && same_type ? call.remote : target->remote;
  chitty_call inner{run, target->manifest, *target->command(), writer, call.progress, remote, call.depth + 1};
  inner.agreed = call.agreed;
  inner.has_secret = call.has_secret || has_secret(*target->command(), *arguments);
  if (target->row)
    if (auto agreed = consent(inner, *arguments); !agreed) return agreed;
  const Blame blame(blame_of(inner, *target));
  auto done = run_here(inner, *target, std::move(*arguments));
  call.take_over(inner);
  if (done && inner.shown_only) return make_error(Code::cancelled, "Only shown, not sent.");
  if (done && inner.fault) return *inner.fault;
  return done;
}

}  // namespace chitty::host
