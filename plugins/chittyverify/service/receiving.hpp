// The bytes of an upload, kept as they come: pieces of at most 16 MiB, each a blob, so that a connection that breaks loses one piece.
#pragma once

#include <chitty/service.hpp>
#include <string>

namespace chittyverify {

inline constexpr std::uint64_t piece_size = 16 << 20;

// Read the request's body behind what `upload` has received, until its end. The upload knows its hash when all is there. CONFLICT when
// another request has begun to send the same upload meanwhile; what was kept before an error stays.
chitty::Result<void> receive(chitty::Service& service, const chitty::Row& upload, const std::string& expires);

}  // namespace chittyverify
