// The wish to stop: SIGTERM or SIGINT, blocked in every thread. The statement that runs is ended, at a server too; what does not stop
// within three seconds is left, and its transaction with it.
#pragma once

#include "daemon/store/owner_session.hpp"

#include <atomic>
#include <mutex>
#include <thread>

namespace chitty::host::daemon {

class Interruption {
 public:
  void begin();  // before any session

  void watch(OwnerSession* session);  // null: none any more
  bool wanted() const { return wanted_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> wanted_{false};
  std::mutex mutex_;
  OwnerSession* session_ = nullptr;
};

}  // namespace chitty::host::daemon
