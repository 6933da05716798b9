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
int fail(Error error, const ViewOptions& view, const Terminal& terminal) {
  error.message = redact(std::move(error.message));
  error.hint = redact(std::move(error.hint));
  const int code = exit_code(error);
  show_error(error, code, view, terminal);
  return code;
}

int show(const Terminal& terminal, const std::string& page) {
  terminal.out(page);
  return exit_done;
}

Result<ViewOptions> view_options(const GlobalOptions& options) {
  ViewOptions view;
  view.jq = options.jq;
  view.quiet = options.quiet;
  if (!options.output.empty()) {
    auto format = parse_format(options.output);
    if (!format) return format.error();
    view.format = *format;
  } else if (!options.jq.empty()) {
    view.format = Format::json;
  }
  return view;
}

// `chitty help id mint` is `chitty id mint --help`.
void help_word(CommandLine& line) {
  if (line.words.empty() || line.words.front() != "help") return;
  line.words.erase(line.words.begin());
  line.global.help = true;
}

int run_words(Session& session, const CommandLine& line) {
  const auto target = find_target(line.words, host_manifest(), session.catalogue(), session.remotes());
  if (!target) return fail(target.error(), session.view, session.terminal);
  const auto& terminal = session.terminal;
  if (target->kind != Target::Kind::command) return show(terminal, group_page(*target, terminal.width, terminal.colour));
  if (line.global.help) return show(terminal, command_page(*target, terminal.width, terminal.colour));
  const auto done = run_command(session, *target);
  return done ? exit_done : fail(done.error(), session.view, session.terminal);
}

}  // namespace

int run(const std::vector<std::string>& argv) {
  ::signal(SIGPIPE, SIG_IGN);
  const int out = take_stdout();
  auto line = parse_globals(argv);
  if (!line) return fail(line.error(), {}, Terminal::of_this_process(false, out));
  auto terminal = Terminal::of_this_process(line->global.no_color, out);
  const auto view = view_options(line->global);
  if (!view) return fail(view.error(), {}, terminal);

  help_word(*line);
  Session session(Paths::of_this_process(), line->global, std::move(terminal), *view);
  if (line->global.version) line->words = {"version"};
  if (line->words.empty())
    return show(session.terminal, front_page(host_manifest(), session.catalogue(), session.terminal.width, session.terminal.colour));
  return run_words(session, *line);
}

}  // namespace chitty
