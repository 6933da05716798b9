// What one client is counted by, for limits and bounds of those who show no token.
#ifndef CHITTY_CLIENT_KEY_HPP
#define CHITTY_CLIENT_KEY_HPP

#include <string>
#include <string_view>

namespace chitty {

// Of an address (Service::client): an IPv4 address; of IPv6 the first 64 bits, which one household has to itself. This
// machine has 16 million addresses (127.0.0.0/8, ::1) and is one. What is no address is itself.
std::string client_key(std::string_view address);

}  // namespace chitty

#endif  // CHITTY_CLIENT_KEY_HPP
