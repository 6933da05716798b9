// Who may write now: one at a time. Lockable for std::unique_lock. Not std::timed_mutex: gcc's ThreadSanitizer does not know
// the system call behind that one, and would be blind for all that it guards.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace chitty::daemon {

class WriteLock {
 public:
  void lock() {
    std::unique_lock guard(mutex_);
    free_.wait(guard, [this] { return !taken_; });
    taken_ = true;
  }
  bool try_lock_for(std::chrono::nanoseconds limit) {
    std::unique_lock guard(mutex_);
    if (!free_.wait_for(guard, limit, [this] { return !taken_; })) return false;
    return taken_ = true;
  }
  void unlock() {
    const std::lock_guard guard(mutex_);
    taken_ = false;
    free_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable free_;
  bool taken_ = false;
};

}  // namespace chitty::daemon
