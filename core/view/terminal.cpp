#include "view/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>

#include "base/files.hpp"
#include "base/time.hpp"
#include "view/view.hpp"

namespace chitty::host {
namespace {

std::optional<std::string> from_process(const char* name) {
  const char* value = std::getenv(name);
  return value ? std::optional<std::string>(value) : std::nullopt;
}

winsize size_of_terminal(int fd) {
  winsize size{};
  return ::ioctl(fd, TIOCGWINSZ, &size) == 0 ? size : winsize{};
}

constexpr int usual_height = 24;

}  // namespace

bool decide_colour(bool no_colour_option, bool is_terminal, const Environment& environment) {
  const auto set = [&](const char* name) { return !environment(name).value_or("").empty(); };
  if (no_colour_option || set("NO_COLOR")) return false;
  if (set("CLICOLOR_FORCE") && environment("CLICOLOR_FORCE") != "0") return true;
  if (environment("CLICOLOR") == "0" || environment("TERM") == "dumb") return false;
  return is_terminal;
}

int decide_height(bool is_terminal, int terminal_lines, const Environment& environment) {
  const auto kind = environment("TERM").value_or("");
  if (!is_terminal || kind.empty() || kind == "dumb") return 0;
  return terminal_lines > 0 ? terminal_lines : usual_height;
}

int decide_width(int terminal_columns, const Environment& environment) {
  const auto asked = environment("COLUMNS").value_or("");
  int columns = 0;
  const auto [end, error] = std::from_chars(asked.data(), asked.data() + asked.size(), columns);
  const bool number = error == std::errc() && end == asked.data() + asked.size();
  if (number && columns >= 1 && columns <= 10'000) return columns;
  return terminal_columns > 0 ? terminal_columns : 80;
}

Terminal Terminal::of_this_process(bool no_colour, int out) {
  Terminal terminal;
  terminal.out = [out](std::string_view text) { return write_all(out, text); };
  terminal.err = [](std::string_view text) { (void)write_all(STDERR_FILENO, text); };
  terminal.out_is_terminal = ::isatty(out) == 1;
  terminal.err_is_terminal = ::isatty(STDERR_FILENO) == 1;
  terminal.in_is_terminal = ::isatty(STDIN_FILENO) == 1;
  terminal.width = decide_width(
      size_of_terminal(terminal.out_is_terminal ? out : STDERR_FILENO).ws_col, from_process);
  terminal.height = decide_height(terminal.out_is_terminal, size_of_terminal(out).ws_row, from_process);
  terminal.now_ms = host::now_ms();
  terminal.colour = decide_colour(no_colour, terminal.out_is_terminal, from_process);
  terminal.err_colour = decide_colour(no_colour, terminal.err_is_terminal, from_process);
  return terminal;
}

}  // namespace chitty::host
