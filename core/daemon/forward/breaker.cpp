#include "daemon/forward/breaker.hpp"

#include <utility>

namespace chitty::host::daemon {

Breaker::Permit::~Permit() {
  if (of_) of_->give_back(turn_, probe_);
}
bool Breaker::Permit::succeeded(Clock::time_point now) {
  auto* const of = std::exchange(of_, nullptr);
  return of && of->end(turn_, probe_, true, now);
}
bool Breaker::Permit::failed(Clock::time_point now) {
  auto* const of = std::exchange(of_, nullptr);
  return of && of->end(turn_, probe_, false, now);
}

std::optional<Breaker::Permit> Breaker::enter(Clock::time_point now, std::chrono::milliseconds patience) {
  if (calm_.load(std::memory_order_acquire)) return Permit(this, 0, false);
  const std::lock_guard guard(mutex_);
  if (!open_) return Permit(this, turn_, false);
  const bool waits = probing_ && now < probe_until_;
  if (now < open_until_ || waits) return std::nullopt;
  probing_ = true;
  probe_until_ = now + patience;
  return Permit(this, ++turn_, true);
}

bool Breaker::end(std::uint64_t turn, bool probe, bool good, Clock::time_point now) {
  if (good && calm_.load(std::memory_order_acquire)) return false;
  const std::lock_guard guard(mutex_);
  const bool current = probe ? probing_ && turn == turn_ : !open_;
  if (!current) return false;
  if (good) {
    failures_ = 0;
    open_ = probing_ = false;
    calm_.store(true, std::memory_order_release);
    return probe;
  }
  calm_.store(false, std::memory_order_release);
  if (!probe && ++failures_ < rule_.failures) return false;
  open_ = true;
  probing_ = false;
  ++turn_;
  open_until_ = now + rule_.open;
  return !probe;
}

void Breaker::give_back(std::uint64_t turn, bool probe) {
  if (!probe) return;
  const std::lock_guard guard(mutex_);
  if (turn == turn_) probing_ = false;
}

std::chrono::milliseconds Breaker::closed_for(Clock::time_point now) const {
  const std::lock_guard guard(mutex_);
  const auto until = probing_ && probe_until_ > now ? std::min(probe_until_, now + rule_.open) : open_until_;
  return open_ && until > now ? std::chrono::ceil<std::chrono::milliseconds>(until - now) : std::chrono::milliseconds(0);
}

}  // namespace chitty::host::daemon
