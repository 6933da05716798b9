// The bytes of an upload, kept as they come: pieces of at most 16 MiB, each a blob. A connection that breaks loses nothing that has
// come; a daemon that is killed loses one piece.
#pragma once

#include <chitty/service.hpp>
#include <functional>
#include <string>

namespace chittyverify {

inline constexpr std::uint64_t piece_size = 16 << 20;

// Read the request's body behind what `upload` has received, until its end. The upload knows its hash when all is there; `at_end`, if
// there is one, is then called with it in the transaction that keeps the last piece. CONFLICT when another request has begun to send the
// same upload meanwhile; what was kept before an error stays.
using AtEnd = std::function<chitty::Result<void>(const chitty::Row& upload)>;
chitty::Result<void> receive(chitty::Service& service, const chitty::Row& upload, const std::string& expires, const AtEnd& at_end);

}  // namespace chittyverify
