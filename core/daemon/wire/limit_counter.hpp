// The requests of one key in its current window: a token, or an address at a route. Counted by the gate's limiter.
#pragma once

#include <cstdint>
#include <mutex>

namespace chitty::host::daemon {

struct LimitCounter {
  std::mutex mutex;
  std::int64_t window_ms = 0, window_start = 0;
  std::uint64_t known = 0;  // of all daemons, when the table was last asked
  std::uint64_t own = 0;    // here since then
};

}  // namespace chitty::host::daemon
