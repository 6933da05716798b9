#include <arpa/inet.h>

#include <algorithm>
#include <chitty/client_key.hpp>
#include <cstring>

namespace chitty {

namespace {

constexpr const char* this_machine = "127.0.0.1";

}  // namespace

std::string client_key(std::string_view address) {
  const std::string text(address);
  in6_addr v6{};
  in_addr v4{};
  if (::inet_pton(AF_INET, text.c_str(), &v4) != 1) {
    if (::inet_pton(AF_INET6, text.c_str(), &v6) != 1) return text;
    if (IN6_IS_ADDR_LOOPBACK(&v6)) return this_machine;
    if (!IN6_IS_ADDR_V4MAPPED(&v6)) {
      std::fill(std::begin(v6.s6_addr) + 8, std::end(v6.s6_addr), static_cast<unsigned char>(0));
      char prefix[INET6_ADDRSTRLEN] = {};
      return std::string(::inet_ntop(AF_INET6, &v6, prefix, sizeof prefix)) + "/64";
    }
    std::memcpy(&v4, &v6.s6_addr[12], sizeof v4);
  }
  if (reinterpret_cast<const unsigned char*>(&v4)[0] == 127) return this_machine;
  char plain[INET_ADDRSTRLEN] = {};
  return ::inet_ntop(AF_INET, &v4, plain, sizeof plain);
}

}  // namespace chitty
