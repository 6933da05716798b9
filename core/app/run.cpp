#include "app/run.hpp"

#include "app/call.hpp"
#include "app/command_run.hpp"
#include "app/exit_code.hpp"
#include "app/guard.hpp"
#include "builtin/host_manifest.hpp"
#include "cli/help.hpp"
#include "config/secrets.hpp"

#include <signal.h>

namespace chitty {

namespace {

// The sentence on stderr, and its number.
int fail(const Session& session, Error error) {
  error.message = redact(std::move(error.message));
  error.hint = redact(std::move(error.hint));
  const int code = exit_code(error);
  show_error(error, code, session.view, session.terminal);
  return code;
}

int show(const Session& session, const std::string& page) {
  session.terminal.out(page);
  return exit_done;
}

// `chitty help id mint` is `chitty id mint --help`, and `chitty --version` is `chitty version`.
void other_spellings(CommandLine& line) {
  if (line.global.version && line.words.empty()) line.words = {"version"};
  if (line.words.empty() || line.words.front() != "help") return;
  line.words.erase(line.words.begin());
  for (const auto& option : global_arguments())
    if (option.name == "help") line.taken.push_back({&option, false, {"--help"}, {}, 0});
}

int run_target(Session& session, const Target& target) {
  const int width = session.terminal.width;
  const bool colour = session.terminal.colour;
  if (target.kind != Target::Kind::command) return show(session, group_page(target, width, colour));
  if (session.options.help) return show(session, command_page(target, width, colour));
  const auto done = run_command(session, target);
  return done ? exit_done : fail(session, done.error());
}

}  // namespace

int run(const std::vector<std::string>& argv) {
  ::signal(SIGPIPE, SIG_IGN);
  const int out = take_stdout();
  CommandLine line = scan_globals(argv);
  other_spellings(line);
  Session session(Paths::of_this_process(), Terminal::of_this_process(line.global.no_color, out));
  (void)session.use(line.global);

  if (line.words.empty()) {
    Target front;
    if (auto settled = settle_globals(line, front); !settled) return fail(session, settled.error());
    return show(session, front_page(host_commands().words, session.catalogue().roots(), session.terminal.width, session.terminal.colour));
  }
  auto target = find_target(line.words, host_commands(), Installed::in(session.catalogue()), session.remotes());
  if (!target) return fail(session, target.error());
  if (auto settled = settle_globals(line, *target); !settled) return fail(session, settled.error());
  if (auto used = session.use(line.global); !used) return fail(session, used.error());
  return run_target(session, *target);
}

}  // namespace chitty
