// What a request for a token asks for, checked: the parts that several routes have.
#pragma once

#include "../names.hpp"
#include "issue.hpp"

namespace chitty::auth {

// What the caller may do itself, and so may hand on.
std::vector<std::string> scopes_of_caller(const Service& service);

// The grant that an order asks for. The caller must cover every scope; its token is the parent; whoever sees all sets the rate
// limit, too. `kind` and the subject are the route's.
Result<Grant> grant_of(Service& service, const chittyauth::shapes::TokenOrder& order);

// How a new token is answered, as the wire has it: token, tokenId, scope, expiresAt, rateLimit.
json::object token_answer(const IssuedToken& token);

}  // namespace chitty::auth
