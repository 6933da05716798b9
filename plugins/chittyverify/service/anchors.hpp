// Anchors of blocks, as they are shown.
#pragma once

#include <chitty/service.hpp>
#include <optional>

namespace chittyverify {

// The newest of a block, with its transactions; null when there is none.
chitty::Result<chitty::json::value> anchor_of_block(chitty::Service& service, std::int64_t block);

}  // namespace chittyverify
