// What was made by what, as one tree. A token's parent is the token by which it was asked for; what the daemon's owner
// or a registration made has none. Sign-in codes, sessions, and OAuth codes and devices under way hang on a token as
// well. What hangs on a token never outlives it, and ends with it.
#pragma once

#include <chitty/service.hpp>
#include <string>
#include <string_view>

namespace chitty::auth {

// The token that asks, for what is made by it; empty for the owner and for services, whose tokens are none of this
// table.
std::string token_of_caller(const Service& service);

// `wanted` (ms since 1970), or the parent's own end if that comes before; no parent bounds nothing. UNAUTHENTICATED
// when the parent is none that is good now. Inside the transaction that writes what is bounded: else the parent may end
// meanwhile.
Result<std::int64_t> end_within(Service& service, const std::string& parent, std::int64_t wanted);

// End the tokens of which `condition` (SQL about auth_tokens with :value in it) holds, and all that hangs on them, at
// any depth: how many tokens, sessions and codes were good until then. Inside a transaction.
Result<std::uint64_t> end_tree(Service& service, std::string_view condition, std::string_view value,
                               std::string_view why);

// A token was exchanged for another, which ends at `end`: what hung on it hangs on the other one from now on, and ends
// with it at the latest. The sessions of a service (kind session) stay with the token that they were opened by. Inside
// a transaction.
Result<void> hand_down(Service& service, const std::string& from, const std::string& to, std::int64_t end);

}  // namespace chitty::auth
