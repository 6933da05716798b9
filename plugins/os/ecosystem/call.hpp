// What this call is: for which environment, and whether it only says what it would do.
#pragma once

#include <chitty/host.hpp>

#include <string>

namespace os {

struct Call {
  std::string environment;
  bool dry_run = false;  // files of our own, which the host does not see, are left as they are
};

chitty::Result<Call> call_of(chitty::Host& host);

}  // namespace os
