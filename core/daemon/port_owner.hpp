// Which process listens on a TCP port of this machine, as far as /proc tells this user.
#pragma once

#include <cstdint>
#include <string>

namespace chitty::daemon {

// "nginx (process 123)", or empty when it cannot be known.
std::string port_owner(std::uint16_t port);

}  // namespace chitty::daemon
