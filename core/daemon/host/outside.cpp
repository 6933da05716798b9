#include "daemon/host/outside.hpp"

#include <chitty/address_policy.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>

namespace chitty::host::daemon {
namespace {

std::string text_of(const sockaddr_storage& address) {
  char text[INET6_ADDRSTRLEN] = "";
  const void* bytes = address.ss_family == AF_INET ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in&>(address).sin_addr)
                                                   : &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
  return ::inet_ntop(address.ss_family, bytes, text, sizeof text) ? text : "";
}

}  // namespace

Result<Transport*> Outside::transport() {
  const std::lock_guard guard(mutex_);
  if (!transport_) {
    auto opened = open_transport(library_);
    if (!opened) return opened.error();
    transport_ = std::move(*opened);
  }
  return transport_.get();
}

std::string_view Outside::forbidden(const std::string& host, std::uint16_t port, const sockaddr_storage& address) const {
  const auto word = why_forbidden(address, false);
  if (word.empty() || reach_.empty()) return word;
  const auto text = text_of(address);
  const bool allowed = std::any_of(reach_.begin(), reach_.end(), [&](const AllowedHost& one) { return one.is_for(host, port) || one.is_for(text, port); });
  return allowed ? why_forbidden(address, true) : word;
}

}  // namespace chitty::host::daemon
