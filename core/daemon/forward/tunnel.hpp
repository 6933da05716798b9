// A connection that has become another protocol's (101): bytes both ways, each side's end handed to the other, until both have ended or
// nothing has come for too long.
#pragma once

#include "daemon/wire/exchange.hpp"
#include "net/channel.hpp"

#include <chrono>
#include <cstdint>
#include <string_view>

namespace chitty::host::daemon {

struct TunnelEnd {
  std::uint64_t to_client = 0, to_backend = 0;  // bytes
};

// `to_client`: what has come from the backend already. Holds two buffers of 32 KiB; a side that does not read is not read for. Ends
// when the daemon stops. The sockets stay with their owners.
TunnelEnd run_tunnel(Wire& wire, BareClient& client, Channel& backend, std::string_view to_client, std::chrono::milliseconds idle);

}  // namespace chitty::host::daemon
