#include "daemon/clerk.hpp"

#include <algorithm>

namespace chitty::daemon {

void Clerk::start() {
  const auto now = Clock::now();
  for (auto& duty : duties_) duty.next = now + duty.pause;
  thread_ = std::thread([this] { run(); });
}

void Clerk::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard guard(mutex_);
    ends_ = true;
  }
  end_.notify_all();
  thread_.join();
}

void Clerk::run() {
  if (on_thread_) on_thread_();
  std::unique_lock lock(mutex_);
  while (!ends_) {
    lock.unlock();
    const auto next = do_what_is_due(false);
    lock.lock();
    end_.wait_until(lock, next, [this] { return ends_; });
  }
  lock.unlock();
  do_what_is_due(true);
}

Clerk::Clock::time_point Clerk::do_what_is_due(bool all) {
  auto next = Clock::now() + std::chrono::hours(1);
  for (auto& duty : duties_) {
    if (all || Clock::now() >= duty.next) duty.work(), duty.next = Clock::now() + duty.pause;
    next = std::min(next, duty.next);
  }
  return next;
}

}  // namespace chitty::daemon
