// A fair lock for writers: one at a time, in the order of asking, so that nobody starves.
// Lockable for std::unique_lock. (std::timed_mutex keeps no order; and gcc's ThreadSanitizer does not know the call behind it.)
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>

namespace chitty::host::daemon {

class WriteLock {
 public:
  // False when the time was over first; then it is as if nobody had asked. The lock is its holder's until unlock(), on
  // whatever thread.
  bool try_lock_for(std::chrono::nanoseconds limit) {
    std::unique_lock guard(mutex_);
    if (!taken_) return taken_ = true;
    Waiting own;
    queue_.push_back(&own);
    if (own.called.wait_for(guard, limit, [&] { return own.has_it; })) return true;
    queue_.erase(std::find(queue_.begin(), queue_.end(), &own));
    return false;
  }
  void lock() {
    while (!try_lock_for(std::chrono::hours(1))) {
    }
  }
  void unlock() {
    const std::lock_guard guard(mutex_);
    taken_ = !queue_.empty();
    if (!taken_) return;
    queue_.front()->has_it = true;  // handed on: it is free for nobody else in between
    queue_.front()->called.notify_one();
    queue_.pop_front();
  }
  std::size_t waiting() const {
    const std::lock_guard guard(mutex_);
    return queue_.size();
  }

 private:
  struct Waiting {
    std::condition_variable called;
    bool has_it = false;
  };
  mutable std::mutex mutex_;
  bool taken_ = false;
  std::deque<Waiting*> queue_;  // who waits, on their own stacks
};

}  // namespace chitty::host::daemon
