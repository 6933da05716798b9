// Which addresses a route may lead to: the open internet, unless it is allowed more; what hands out a machine's credentials never.
#pragma once

#include <sys/socket.h>

#include <string_view>

namespace chitty::host::daemon {

// Why nothing is sent to this address, as a word of static life ("private", "loopback", "metadata", ...); empty: it may be. The address is
// looked at as the one that is dialled, with the IPv4 address that one of IPv6 may hide (mapped, 6to4, Teredo, NAT64).
std::string_view why_forbidden(const sockaddr_storage& address, bool allow_private);

}  // namespace chitty::host::daemon
