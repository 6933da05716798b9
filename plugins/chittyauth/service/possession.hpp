// What somebody has of requests and time, and so may hand on: nobody provisions more than they have, and no token that
// follows another begins anew.
#pragma once

#include "issue.hpp"

namespace chitty::auth {

// The limit of all tokens of a subject together is the widest that one of them was given. Inside the transaction that
// makes one.
Result<void> widen_limit(Service& service, const IssuedToken& token, std::string_view subject);

// A token that the caller hands on: no more requests than the caller's own, and no later end. An administrator sets any
// limit. For the owner, whose token has neither, as it was asked.
Result<void> hold_to_own(Service& service, Grant& grant);

// What was handed on ends then, whoever refreshes it; kept by its family. Inside the transaction that makes it.
Result<void> keep_end(Service& service, const IssuedToken& token);

// No later than that.
Result<void> hold_to_end(Service& service, Grant& grant);

}  // namespace chitty::auth
