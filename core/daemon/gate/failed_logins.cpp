#include "daemon/gate/failed_logins.hpp"

#include <chitty/client_key.hpp>

#include "daemon/watch/thread_pool.hpp"

namespace chitty::host::daemon {

// Of an address that is not in the books and not to be: null.
FailedLogins::Book* FailedLogins::find(std::string_view address, Clock::time_point now, bool make) {
  std::string key = client_key(address);
  auto found = books_.find(key);
  if (found == books_.end() && books_.size() >= most) {
    if (now - swept_ >= std::chrono::seconds(1)) {
      std::erase_if(books_, [&](const auto& book) { return now - book.second.since > window; });
      swept_ = now;
    }
    if (books_.size() >= most) found = books_.find(key = "");  // together with the others that do not fit
  }
  if (found == books_.end()) {
    if (!make) return nullptr;
    found = books_.emplace(std::move(key), Book{now, 0}).first;
  }
  if (now - found->second.since > window) found->second = {now, 0};
  return &found->second;
}

bool FailedLogins::is_guessing(std::string_view address, Clock::time_point now) {
  const std::lock_guard guard(mutex_);
  const Book* book = find(address, now, false);
  return book && book->wrong >= allowed;
}

bool FailedLogins::enter_lane() {
  std::unique_lock lock(mutex_);
  const auto free = [this] { return in_lanes_ < lanes; };
  if (!free()) {
    if (waiting_ >= most_waiting) return false;
    const ThreadPool::Blocking blocking;
    ++waiting_;
    const bool had = lane_free_.wait_for(lock, patience, free);
    --waiting_;
    if (!had) return false;
  }
  ++in_lanes_;
  return true;
}

void FailedLogins::leave_lane() {
  {
    const std::lock_guard guard(mutex_);
    --in_lanes_;
  }
  lane_free_.notify_one();
}

bool FailedLogins::Question::may_ask(Clock::time_point now) {
  if (in_lane_ || !failed_logins_.is_guessing(address_, now)) return true;
  return !guessed_ && (in_lane_ = failed_logins_.enter_lane());
}

FailedLogins::Question::~Question() {
  if (in_lane_) failed_logins_.leave_lane();
}

std::chrono::milliseconds FailedLogins::wrong(std::string_view address, Clock::time_point now) {
  const std::lock_guard guard(mutex_);
  Book& book = *find(address, now, true);
  if (++book.wrong <= allowed) return std::chrono::milliseconds(0);
  return std::chrono::ceil<std::chrono::milliseconds>(window - (now - book.since)) + std::chrono::milliseconds(1);
}

}  // namespace chitty::host::daemon
