// The loopback listener behind network.hpp's Visitor: sockets and patience; visit_request.hpp knows HTTP.
#pragma once

#include "net/network.hpp"

namespace chitty::host {

Result<std::unique_ptr<Visitor>> listen_for_visit(std::uint32_t port, std::string_view path);

}  // namespace chitty::host
