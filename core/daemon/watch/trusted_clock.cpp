#include "daemon/watch/trusted_clock.hpp"

#include "base/time.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>

namespace chitty::host::daemon {
namespace {

std::atomic<std::int64_t> ahead{INT64_MIN};  // of the steady clock

std::int64_t steady_ms() noexcept {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::int64_t raise_to(std::int64_t wanted) noexcept {
  std::int64_t known = ahead.load(std::memory_order_relaxed);
  while (known < wanted && !ahead.compare_exchange_weak(known, wanted, std::memory_order_relaxed)) {
  }
  return std::max(known, wanted);
}

}  // namespace

std::int64_t trusted_ms() noexcept {
  const std::int64_t steady = steady_ms();
  return steady + raise_to(now_ms() - steady);
}

void trust_at_least(std::int64_t ms) noexcept { raise_to(ms - steady_ms()); }

std::int64_t behind_trusted_ms() noexcept { return trusted_ms() - now_ms(); }

}  // namespace chitty::host::daemon
