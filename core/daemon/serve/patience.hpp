// How long a client may take, and how slow it may be.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

namespace chitty::host::daemon {

// Tests have shorter ones.
struct Patience {
  using ms = std::chrono::milliseconds;
  ms head{10000};  // for the head of a request, from its first byte
  ms idle{30000};  // between requests
  ms body{30000};  // between two pieces of a body, and of a reply that the client reads slowly
  // And how long a service may take until its reply begins, from the last piece of the body that it read: then the call is
  // to stop. One that still runs so much later, or so much after its client has left, hangs.
  ms reply{120000};
  ms stubborn{30000};
  // What is waited for a client in all, for one body or one reply: `grace`, and a second more for each `least_rate` bytes that
  // have come or gone. A body that is kept until it is whole has `whole` at most.
  ms grace{20000};
  std::uint64_t least_rate = 500;
  ms whole{300000};
  ms reserved{2000};  // for a whole request where only the owner is still let in
};

// The time that one body, or one reply, has already been waited for.
class Pace {
 public:
  using ms = std::chrono::milliseconds;
  using Clock = std::chrono::steady_clock;

  void begin() { waited_ = {}; }

  // How long the next wait may be, when `bytes` have come or gone so far. Not more than 0: the client is too slow.
  ms next(const Patience& patience, std::uint64_t bytes, bool kept) const {
    ms in_all = patience.grace + ms(bytes * 1000 / std::max<std::uint64_t>(patience.least_rate, 1));
    if (kept) in_all = std::min(in_all, patience.whole);
    return std::min(patience.body, in_all - std::chrono::duration_cast<ms>(waited_));
  }

  void wait_from(Clock::time_point now) { since_ = now; }
  void wait_until(Clock::time_point now) {
    if (since_) waited_ += now - *since_;
    since_.reset();
  }

 private:
  Clock::duration waited_{};
  std::optional<Clock::time_point> since_;
};

}  // namespace chitty::host::daemon
