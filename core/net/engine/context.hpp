// What every step of one send carries with it: who may stop it, how patient it is, whom it tells.
#pragma once

#include <poll.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "net/transport.hpp"

namespace chitty::host {

using Clock = CancelToken::Clock;

struct Context {
  const CancelToken& cancel;
  NetOptions options;
  Clock::time_point began = Clock::now();

  void tell(std::string_view line) const {
    if (options.trace) options.trace(line);
  }
  bool traced() const { return static_cast<bool>(options.trace); }
};
using ContextPtr = std::shared_ptr<const Context>;

enum class Woken {
  ready,
  late,
  stopped
};

// Poll until one of `fds` is ready, `until` is past, or the token is cancelled.
Woken wait_ready(pollfd* fds, std::size_t count, Clock::time_point until, const Context& context);

// CANCELLED or TIMEOUT, as the token says; `who` is the address that was being waited for.
Error stopped(const Context& context, std::string_view who);

// The other side was silent for the time allowed.
Error silent(const Context& context, std::string_view who, std::string_view doing);

// No answer could be had; `reason` goes into details for programs, and whether another try may help into `retryable`.
Error unreachable(std::string message, std::string_view reason, bool retryable, std::string hint = {});

std::string seconds_text(Clock::duration time);  // "0.4 s", "30 s"

}  // namespace chitty::host
