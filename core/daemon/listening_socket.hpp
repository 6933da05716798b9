// Sockets that listen: opened here, for the daemon and to see beforehand whether a port is free.
#pragma once

#include "base/files.hpp"

#include <chitty/error.hpp>

#include <cstdint>
#include <string>

namespace chitty::daemon {

// A listening TCP socket on an IP address; port 0 is any. CONFLICT when the port is taken (and by whom), CONFIGURATION
// when the address is none of this machine or the port needs more rights.
Result<Fd> open_listener(const std::string& host, std::uint16_t port);

// The same, only to see: closed again.
Result<void> check_port_is_free(const std::string& host, std::uint16_t port);

// The port a socket is bound to.
std::uint16_t bound_port(int fd);

}  // namespace chitty::daemon
