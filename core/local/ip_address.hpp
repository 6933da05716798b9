// An IP address and a port in the system's words; names are not looked up.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>

namespace chitty::host {

struct IpAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

// None when `host` is no IPv4 or IPv6 address.
std::optional<IpAddress> ip_address(const std::string& host, std::uint16_t port);

}  // namespace chitty::host
