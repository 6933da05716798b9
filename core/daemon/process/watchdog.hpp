// Is the worker alive? Its clock ticks, a thread takes up work, each socket is accepted from, and no service's start lasts for
// ever. A worker that is not killed by its fault but stands still is as bad as none.
#pragma once

#include "daemon/watch/shared_state.hpp"

#include "base/files.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace chitty::host::daemon {

class Watchdog {
 public:
  // `sockets` are those that the worker accepts from. `patience` 0: nothing is looked at.
  Watchdog(SharedState& shared, const std::vector<Fd>& sockets, std::chrono::milliseconds patience)
      : shared_(shared), sockets_(sockets), patience_(patience), probes_(sockets.size()) {}

  struct Verdict {
    std::string why;       // "its clock stands still", for the log
    unsigned service = 0;  // whose fault it is, if it is known
    bool never_started = false;
  };
  // A few times a second, by the supervisor: why `worker` is to be ended, or nothing. One that a debugger holds is let be.
  std::optional<Verdict> look_at(pid_t worker);
  void forget();  // a new worker

 private:
  struct Probe {  // a connection to one socket, and how many the worker had accepted there before it
    Fd connection;
    std::uint32_t accepted = 0;
    std::int64_t since = 0;
  };
  std::optional<Verdict> look_at_start(std::int64_t now) const;
  std::optional<Verdict> look_at_beats(std::int64_t now) const;
  std::optional<Verdict> look_at_socket(std::size_t number, std::int64_t now);
  unsigned busiest_service() const;

  SharedState& shared_;
  const std::vector<Fd>& sockets_;
  std::chrono::milliseconds patience_;
  std::vector<Probe> probes_;
  std::int64_t next_look_ = 0;
};

}  // namespace chitty::host::daemon
