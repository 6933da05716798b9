// Finds the process that listens on a local TCP port, as far as /proc shows it to this user.
#pragma once

#include <cstdint>
#include <string>

namespace chitty::host {

// "nginx (process 123)", or empty when it cannot be known.
std::string port_owner(std::uint16_t port);

}  // namespace chitty::host
