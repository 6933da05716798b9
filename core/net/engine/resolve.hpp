// A host's name to its addresses.
#pragma once

#include <netdb.h>
#include <sys/socket.h>

#include "net/engine/context.hpp"

namespace chitty::host {

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

using Lookup = int (*)(const char*, const char*, const addrinfo*, addrinfo**);  // getaddrinfo, or a test's

// Literal addresses and "localhost" at once; every other name in a thread of its own, since getaddrinfo cannot be
// cancelled: who stops waiting leaves the thread behind to finish alone. UNREACHABLE when there is no such name.
Result<std::vector<Address>> resolve(const std::string& host, std::uint16_t port, const Context& context,
                                     Lookup lookup = &::getaddrinfo);

}  // namespace chitty::host
