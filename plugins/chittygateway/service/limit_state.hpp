// A limit as it is shown, and what is left of it as the daemons have told (plugin.h, chitty.policy/1: the table chitty_rates).
#pragma once

#include <chitty/service.hpp>
#include <string>
#include <vector>

namespace chittygateway {

std::string of_whom(const chitty::Row& limit);  // "all together", "each", "user ID"

chitty::json::object shown_limit(const chitty::Row& limit);

// With what is used and left at `now_ms`, as `state`, a row of chitty_rates, says; null: nothing is used.
chitty::json::object shown_with_state(const chitty::Row& limit, const chitty::Row* state, std::int64_t now_ms);

// The rows of those that are counted by this limit in its epoch, the most used first; at most `most`.
chitty::Result<chitty::Rows> states_of(chitty::Service& service, const chitty::Row& limit, std::int64_t most);

// How many fresh starts the subject or target has had.
chitty::Result<std::int64_t> epoch_of(chitty::Service& service, const std::string& subject);

}  // namespace chittygateway
