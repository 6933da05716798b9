// Requests for verification, and what is in escrow for them. States: open, claimed; then completed, cancelled or expired, for good.
#pragma once

#include <chitty/service.hpp>

namespace chittytrust {

// Those whose deadline has passed give their amounts back, at most a hundred in a transaction of its own; the others wait for the next
// request to the marketplace. Not within a transaction.
chitty::Result<void> release_due(chitty::Service& service);

}  // namespace chittytrust
