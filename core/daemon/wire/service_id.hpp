// Identifies a service without its code or routes.
#pragma once

#include <string>

namespace chitty::host::daemon {

struct ServiceId {
  std::string name;
  unsigned number = 0;  // in the supervisor's shared state; 0 is nobody
};

}  // namespace chitty::host::daemon
