#include "editor/engine/keys.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace chitty::host {

int Keys::byte(unsigned char* to) {
  while (!cancel_->cancelled()) {
    pollfd fds[2] = {{STDIN_FILENO, POLLIN, 0}, {cancel_->wake_fd(), POLLIN, 0}};
    if (::poll(fds, cancel_->wake_fd() >= 0 ? 2 : 1, 200) <= 0 || !fds[0].revents) continue;
    const auto got = ::read(STDIN_FILENO, to, 1);
    if (got >= 0) return static_cast<int>(got);
    if (errno != EINTR && errno != EAGAIN) return 0;  // the terminal is gone
  }
  return -1;
}

int Keys::next(wchar_t* character) {
  for (;;) {
    unsigned char lead = 0;
    if (const int got = byte(&lead); got <= 0) return got;
    if (lead < 0x80) return *character = static_cast<wchar_t>(lead), 1;
    const int more = lead >= 0xF0 && lead < 0xF5 ? 3 : lead >= 0xE0 && lead < 0xF0 ? 2
                                                   : lead >= 0xC2 && lead < 0xE0   ? 1
                                                                                   : -1;
    if (more < 0) continue;
    std::uint32_t value = lead & (0x3Fu >> more);
    bool whole = true;
    for (int i = 0; i < more && whole; ++i) {
      unsigned char next = 0;
      if (const int got = byte(&next); got <= 0) return got;
      whole = (next & 0xC0) == 0x80;
      value = value << 6 | (next & 0x3Fu);
    }
    const bool too_long = (more == 2 && value < 0x800) || (more == 3 && value < 0x10000);
    if (!whole || too_long || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000) || (value >= 0x80 && value < 0xA0)) continue;
    return *character = static_cast<wchar_t>(value), 1;
  }
}

}  // namespace chitty::host
