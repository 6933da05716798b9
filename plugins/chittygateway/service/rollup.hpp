// What keeps the sums of requests bounded. Minutes are kept for two days, then hours for 400; of the callers in an hour the 1000 with
// most requests, and the others together.
#pragma once

#include <chitty/service.hpp>

namespace chittygateway {

// Within a transaction: a piece of what is due, at most.
chitty::Result<void> roll_up(chitty::Service& service);

}  // namespace chittygateway
