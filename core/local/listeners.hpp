// Who listens on a TCP port of this machine, by the kernel's own table, which names the user of each socket.
#pragma once

#include <chitty/error.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace chitty::host {

struct Listener {
  unsigned user = 0;
  unsigned long socket = 0;  // its inode: no other socket has it while this one is open
  bool is_loopback = false;  // on 127.0.0.1, ::1 or every address: what a request to this machine may meet
};

// All that listen on the port, over IPv4 and IPv6; of other network namespaces nothing is seen.
std::vector<Listener> listeners_at(std::uint16_t port);

// A word for the sockets that a request to this machine's `port` can meet, their numbers with a blank after each; empty when none listens. UNREACHABLE (reason
// "stranger") when one of them is neither this user's nor root's: whoever may run programs here can listen on a free port, and
// wait for a credential that is meant for this user's own daemon. Root can read that credential anyway.
Result<std::string> own_listener(std::uint16_t port);

}  // namespace chitty::host
