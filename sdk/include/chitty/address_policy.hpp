// The one table of addresses that nobody is to be led to by a name that somebody else has given: what is not the open internet's needs leave,
// what hands out a machine's credentials is never dialled.
#ifndef CHITTY_ADDRESS_POLICY_HPP
#define CHITTY_ADDRESS_POLICY_HPP

#include <sys/socket.h>

#include <string_view>

namespace chitty {

// Why nothing is sent to this address, as a word of static life ("private", "shared", "loopback", "link-local", "multicast", "metadata", ...);
// empty: it may be. To be asked of the address that is dialled, with the IPv4 address that one of IPv6 may hide (mapped, 6to4, Teredo, NAT64).
// `allow_private` leaves "metadata" alone.
std::string_view why_forbidden(const sockaddr_storage& address, bool allow_private);

}  // namespace chitty

#endif
