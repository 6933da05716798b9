#include "local/ip_address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

namespace chitty::host {

std::optional<IpAddress> ip_address(const std::string& host, std::uint16_t port) {
  IpAddress address;
  if (auto* v4 = reinterpret_cast<sockaddr_in*>(&address.storage); ::inet_pton(AF_INET, host.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    address.size = sizeof *v4;
    return address;
  }
  if (auto* v6 = reinterpret_cast<sockaddr_in6*>(&address.storage); ::inet_pton(AF_INET6, host.c_str(), &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    address.size = sizeof *v6;
    return address;
  }
  return {};
}

}  // namespace chitty::host
