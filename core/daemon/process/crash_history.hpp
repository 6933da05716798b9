// Counts the crashes of the worker by service, and decides when a service is quarantined.
#pragma once

#include "daemon/watch/shared_state.hpp"

#include <deque>
#include <map>
#include <string>

namespace chitty::host::daemon {

class CrashHistory {
 public:
  static constexpr unsigned too_often = 3;
  static constexpr std::int64_t window_ms = 60000;

  // Read the shared of a worker that ended with `wait_status`: the name of the service it was in, or empty. A worker that was
  // killed from outside has no culprit.
  static std::string culprit_of(const SharedState& shared, int wait_status, std::string& hash);

  // Note a crash at `now_ms`; true when the service is now to be quarantined, and has been put on the shared.
  bool note(SharedState& shared, const std::string& service, const std::string& hash, std::int64_t now_ms);

  // At once. False when the shared has no room.
  static bool quarantine(SharedState& shared, const std::string& service, const std::string& hash, std::int64_t since_ms, unsigned crashes,
                         bool never_started);

 private:
  std::map<std::string, std::deque<std::int64_t>> crashes_;  // by service and hash
};

}  // namespace chitty::host::daemon
