// Which service crashed the worker, how often, and when it has been enough.
#pragma once

#include "daemon/board.hpp"

#include <deque>
#include <map>
#include <string>

namespace chitty::daemon {

class CrashBook {
 public:
  static constexpr unsigned too_often = 3;
  static constexpr std::int64_t window_ms = 60000;

  // Read the board of a worker that ended with `wait_status`: the name of the service it was in, or empty. A worker that was
  // killed from outside has no culprit.
  static std::string culprit_of(const Board& board, int wait_status, std::string& hash);

  // Note a crash at `now_ms`; true when the service is now to be quarantined, and has been put on the board.
  bool note(Board& board, const std::string& service, const std::string& hash, std::int64_t now_ms);

 private:
  std::map<std::string, std::deque<std::int64_t>> crashes_;  // by service and hash
};

}  // namespace chitty::daemon
