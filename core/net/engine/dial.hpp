// Addresses to a connected socket.
#pragma once

#include "base/files.hpp"
#include "net/engine/resolve.hpp"

namespace chitty::host {

// Tries the addresses in order, the next one as soon as one fails or has not answered for 250 ms; the first to answer
// wins (RFC 8305 in small). Within the context's timeout for all of them together. The socket is non-blocking.
Result<Fd> dial(const std::vector<Address>& addresses, const Context& context, const std::string& who);

}  // namespace chitty::host
