#include "app/program.hpp"

#include "app/call/call.hpp"
#include "app/command_run.hpp"
#include "base/exit_code.hpp"
#include "app/call/guard.hpp"
#include "builtin/host_manifest.hpp"
#include "cli/help.hpp"
#include "config/secret/secrets.hpp"

#include <boost/json/serialize.hpp>
#include <signal.h>

#include <cstdlib>

namespace chitty::host {

namespace {

// The sentence on stderr, and its number.
int fail(const Run& run, Error error) {
  error.message = redact(std::move(error.message));
  error.hint = redact(std::move(error.hint));
  error.details.erase("verdict");  // between the command and its run
  const int code = exit_code(error);
  if (const auto* who = error.details.if_contains("answeredBy"); who && run.options.verbose)
    run.say(std::string(who->get_string()) + " answered " + json::serialize(error.details["status"]));
  show_error(error, code, run.view, run.terminal);
  return code;
}

// CHITTY_NO_COLOR, which counts before there is a run.
bool wants_no_colour() {
  const char* value = std::getenv("CHITTY_NO_COLOR");
  return value && *value && std::string_view(value) != "0";
}

// An option that would be passed over without a word is refused. (A variable, CHITTY_REMOTE, is meant for those that can use it.)
Result<void> honours_remote(const GlobalOptions& given, const ResolvedCommand& target) {
  const auto* command = target.command();
  if (given.remote.empty() || !command || command->needs_remote) return {};
  return usage_error("'chitty " + command->path + "' does not use a remote", "Leave out --remote.");
}

int show(const Run& run, const std::string& page) {
  const auto written = write_text(run.terminal, page);
  return written || reader_gone(written.error()) ? exit_done : fail(run, written.error());
}

// `chitty help id mint` is `chitty id mint --help`, and `chitty --version` is `chitty version`.
void other_spellings(CommandLine& line) {
  if (line.global.version && line.words.empty()) line.words = {"version"};
  if (line.words.empty() || line.words.front() != "help") return;
  line.words.erase(line.words.begin());
  for (const auto& option : global_arguments())
    if (option.name == "help") line.taken.push_back({&option, false, {"--help"}, {}, 0});
}

bool does_more_than_read(const ResolvedCommand& target) { return target.command() && target.command()->effect != Effect::read; }

int show_or_run(Run& run, const ResolvedCommand& target) {
  const int width = run.terminal.width;
  const bool colour = run.terminal.colour;
  if (target.kind != ResolvedCommand::Kind::command) return show(run, group_page(target, width, colour));
  if (run.options.help) return show(run, command_page(target, width, colour));
  const auto done = run_command(run, target);
  return done ? exit_done : fail(run, done.error());
}

}  // namespace

int run_program(const std::vector<std::string>& argv, const Result<void>& started, Staying* staying) {
  ::signal(SIGPIPE, SIG_IGN);
  const Fd out(take_stdout());
  CommandLine line = scan_globals(argv);
  other_spellings(line);
  Run run(Paths::of_this_process(), Terminal::of_this_process(line.global.no_color || wants_no_colour(), out.get()), staying ? &staying->opened : nullptr);
  (void)run.use(line.global);
  if (!started) return fail(run, started.error());

  if (line.words.empty()) {
    ResolvedCommand front;
    if (auto settled = settle_globals(line, front); !settled) return fail(run, settled.error());
    return show(run, front_page(host_commands().words, run.catalogue().roots(), run.catalogue().first_steps(), run.terminal.width, run.terminal.colour));
  }
  auto target = resolve_command(line.words, host_commands(), Installed::in(run.catalogue()), run.remotes());
  if (!target) return fail(run, target.error());
  // `chitty id --version`, too, asks for the version.
  if (line.global.version && target->kind != ResolvedCommand::Kind::command)
    target = resolve_command({"version"}, host_commands(), Installed::in(run.catalogue()), run.remotes());
  if (!target) return fail(run, target.error());
  if (auto settled = settle_globals(line, *target); !settled) return fail(run, settled.error());
  if (auto heard = honours_remote(line.global, *target); !heard) return fail(run, heard.error());
  if (auto used = run.use(line.global); !used) return fail(run, used.error());
  if (staying && does_more_than_read(*target)) {
    staying->declined = true;
    return exit_done;
  }
  return show_or_run(run, *target);
}

}  // namespace chitty::host
