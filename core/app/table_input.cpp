#include "app/call.hpp"
#include "app/guard.hpp"

#include <chitty/abi.hpp>

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

namespace chitty {

namespace {

Error stopped() { return make_error(Code::cancelled, "Stopped."); }

// Wait until standard input has something, or the call is to stop.
bool readable(const CancelToken& cancel) {
  while (!cancel.cancelled()) {
    pollfd fds[2] = {{STDIN_FILENO, POLLIN, 0}, {cancel.wake_fd(), POLLIN, 0}};
    if (::poll(fds, cancel.wake_fd() >= 0 ? 2 : 1, 200) > 0 && fds[0].revents) return true;
  }
  return false;
}

chitty_status CHITTY_CALL read(chitty_call* call, void* buffer, uint64_t capacity, uint64_t* got, chitty_error* error) {
  *got = 0;
  if (!readable(call->session.cancel)) return abi::fill(error, stopped());
  const auto count = ::read(STDIN_FILENO, buffer, capacity);
  if (count < 0)
    return abi::fill(error, make_error(Code::invalid_argument, "Standard input cannot be read.", "Redirect a file or a pipe to it."));
  *got = static_cast<uint64_t>(count);
  return CHITTY_OK;
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

chitty_status CHITTY_CALL ask(chitty_call* call, const chitty_str* question, uint32_t secret, const chitty_sink* answer,
                              chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto& terminal = call->session.terminal;
    if (!terminal.in_is_terminal)
      return abi::fill(error, usage_error("Nobody can be asked '" + std::string(abi::view(question)) + "': standard input is not a terminal.",
                                          "Give it as an option; 'chitty help " + call->command.path + "' lists them."));
    call->progress.clear();
    terminal.err(std::string(abi::view(question)) + " ");
    const Hidden hidden(secret != 0);
    std::string line;
    for (char c = 0; c != '\n';) {
      if (!readable(call->session.cancel)) return abi::fill(error, stopped());
      if (::read(STDIN_FILENO, &c, 1) != 1) return abi::fill(error, stopped());
      if (c != '\n') line += c;
    }
    if (secret) terminal.err("\n");
    return answer->write(answer->context, line.data(), line.size());
  });
}

}  // namespace

const chitty_input& input_table() {
  static const chitty_input table{sizeof(chitty_input), 0, read, ask};
  return table;
}

}  // namespace chitty
