#include "app/call/input.hpp"

#include "app/call/giving.hpp"
#include "app/call/guard.hpp"
#include "base/files.hpp"
#include "config/secret/secrets.hpp"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

namespace chitty::host {

namespace {

Error stopped() { return make_error(Code::cancelled, "Stopped."); }

Error unreadable(int why) {
  return make_error(Code::invalid_argument, why == EBADF ? "standard input is closed" : "cannot read standard input: " + system_words(why),
                    "Redirect a file or a pipe to it, as in: chitty ... < FILE");
}

// Wait until standard input has something, or the call is to stop.
bool readable(const CancelToken& cancel) {
  while (!cancel.cancelled()) {
    pollfd fds[2] = {{STDIN_FILENO, POLLIN, 0}, {cancel.wake_fd(), POLLIN, 0}};
    if (::poll(fds, cancel.wake_fd() >= 0 ? 2 : 1, 200) > 0 && fds[0].revents) return true;
  }
  return false;
}

// A terminal that waits for input looks like a program that hangs: said once.
void announce(chitty_call& call) {
  static bool said = false;
  if (said || !call.run.terminal.in_is_terminal || !call.run.terminal.err_is_terminal) return;
  said = true;
  call.progress.clear();
  call.run.note("Reading from the terminal; Ctrl-D ends the input.");
}

// Typing hidden while it lives.
class Hidden {
 public:
  explicit Hidden(bool wanted) : wanted_(wanted && ::tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!wanted_) return;
    remember_terminal();
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  ~Hidden() {
    if (wanted_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;

 private:
  termios before_{};
  bool wanted_;
};

}  // namespace

Result<std::size_t> read_input(chitty_call& call, char* buffer, std::size_t capacity) {
  if (auto flushed = before_waiting(call); !flushed) return flushed.error();
  announce(call);
  if (!readable(call.run.cancel)) return stopped();
  const auto count = ::read(STDIN_FILENO, buffer, capacity);
  if (count < 0) return unreadable(errno);
  return static_cast<std::size_t>(count);
}

Result<std::string> ask_person(chitty_call& call, const std::string& question, bool secret) {
  const auto& terminal = call.run.terminal;
  if (!terminal.in_is_terminal)
    return usage_error("cannot ask '" + question + "': standard input is not a terminal", "Give it as an option: chitty " + call.command.path + " --help");
  if (call.run.options.yes && !secret)
    return usage_error("cannot ask '" + question + "' with --yes", "Give it as an option: chitty " + call.command.path + " --help");
  call.progress.clear();
  terminal.err(question + " ");
  const Hidden hidden(secret);
  std::string line;
  for (char c = 0; c != '\n';) {
    if (!readable(call.run.cancel)) return stopped();
    if (::read(STDIN_FILENO, &c, 1) != 1) return stopped();
    if (c != '\n') line += c;
  }
  if (secret) terminal.err("\n");
  if (secret) remember_secret(line);
  return line;
}

}  // namespace chitty::host
