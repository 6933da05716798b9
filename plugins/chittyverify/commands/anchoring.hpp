// A block of the local ledger into a chain: reserved, signed, kept, sent, in this order; and what the chain says of it.
#pragma once

#include <chitty/host.hpp>

#include "chain.hpp"

namespace chittyverify {

// Where it stands after it was sent, with the chain's name: {"state", "network", "transaction", …}. May be done again: what was signed is
// sent again as it is; `bump` makes it dearer while it is not in a block.
chitty::Result<chitty::json::object> anchor_block(chitty::Host& host, Chain& chain, std::int64_t block, bool bump);

// {"state", "network", "confirmations", …} of the anchor that the service has.
chitty::Result<chitty::json::object> anchor_seen(Chain& chain, const chitty::json::object& anchor);

}  // namespace chittyverify
