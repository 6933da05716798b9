// Sockets that listen: opened here, for the daemon and to see beforehand whether a port is free.
#pragma once

#include "base/files.hpp"

#include <chitty/error.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace chitty::host {

// A listening TCP socket on an IP address; port 0 is any. CONFLICT when the port is taken (and by whom), CONFIGURATION
// when the address is none of this machine or the port needs more rights.
Result<Fd> open_listener(const std::string& host, std::uint16_t port);

// The sockets that systemd has opened for this process (LISTEN_PID and LISTEN_FDS, sd_listen_fds(3)); none when those do not
// speak of this process. Both variables are removed. CONFIGURATION when they name what is not a listening TCP socket: nothing
// is closed or changed then.
Result<std::vector<Fd>> inherited_sockets();

// The same, only to see: closed again.
Result<void> check_port_is_free(const std::string& host, std::uint16_t port);

// As that, but a daemon that was killed a moment ago holds its port until the system has buried it: waits up to a second for one
// that nobody is to be found at.
Result<void> wait_for_port(std::uint16_t port);

// A port of this machine that is free now; another program may take it before it is used.
Result<std::uint16_t> free_port();

// The port a socket is bound to.
std::uint16_t bound_port(int fd);

}  // namespace chitty::host
