// The way of services to addresses elsewhere (chitty.fetch/1): the network, opened when first needed, and what of it is inside.
#pragma once

#include "base/allowed_host.hpp"
#include "net/transport.hpp"

#include <sys/socket.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::host::daemon {

class Outside {
 public:
  // `library` is where net.so is; `reach` what the operator allows.
  Outside(std::filesystem::path library, std::vector<AllowedHost> reach) : library_(std::move(library)), reach_(std::move(reach)) {}

  // Its own connections, so that each was made to an address that was judged. HOST_FAULT without net.so. [any-thread]
  Result<Transport*> transport();

  // Why nothing may be sent there, as a word; empty: it may. What hands out a machine's credentials is never allowed. [any-thread]
  std::string_view forbidden(const std::string& host, std::uint16_t port, const sockaddr_storage& address) const;

 private:
  const std::filesystem::path library_;
  const std::vector<AllowedHost> reach_;
  std::mutex mutex_;
  std::unique_ptr<Transport> transport_;
};

}  // namespace chitty::host::daemon
