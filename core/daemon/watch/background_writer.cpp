#include "daemon/watch/background_writer.hpp"

#include <algorithm>

namespace chitty::host::daemon {

void BackgroundWriter::start() {
  const auto now = Clock::now();
  for (auto& duty : duties_) duty.next = now + duty.pause;
  thread_ = std::thread([this] { run(); });
}

bool BackgroundWriter::stop(std::chrono::milliseconds patience) {
  if (!thread_.joinable()) return true;
  std::unique_lock lock(mutex_);
  ends_ = true;
  changed_.notify_all();
  if (!changed_.wait_for(lock, patience, [this] { return has_ended_; })) return false;
  lock.unlock();
  thread_.join();
  return true;
}

void BackgroundWriter::run() {
  if (on_thread_) on_thread_();
  std::unique_lock lock(mutex_);
  while (!ends_) {
    lock.unlock();
    const auto next = do_what_is_due(false);
    lock.lock();
    changed_.wait_until(lock, next, [this] { return ends_; });
  }
  lock.unlock();
  do_what_is_due(true);
  lock.lock();
  has_ended_ = true;
  changed_.notify_all();
}

BackgroundWriter::Clock::time_point BackgroundWriter::do_what_is_due(bool all) {
  auto next = Clock::now() + std::chrono::hours(1);
  for (auto& duty : duties_) {
    if (all || Clock::now() >= duty.next) {
      duty.work();
      duty.next = Clock::now() + duty.pause;
    }
    next = std::min(next, duty.next);
  }
  return next;
}

}  // namespace chitty::host::daemon
