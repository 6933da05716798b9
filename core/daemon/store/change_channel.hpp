// How daemons that share a database tell each other whose tables were written to: LISTEN and NOTIFY, on a connection of its own.
// Told outside of the transactions that wrote, and many changes at once: commits that notify take turns in the whole server.
#pragma once

#include <chitty/error.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace chitty::host::daemon {

// For one thread. HOST_FAULT from either: the connection is lost, and with it what was on the way.
class ChangeChannel {
 public:
  virtual ~ChangeChannel() = default;
  virtual Result<void> tell(const std::vector<std::string>& services) = 0;
  // What others have told, as soon as there is something, at the latest after `at_most`.
  virtual Result<std::vector<std::string>> hear(std::chrono::milliseconds at_most) = 0;
};

}  // namespace chitty::host::daemon
