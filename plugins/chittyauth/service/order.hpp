// What a request asks for, checked: the parts that more than one route has.
#pragma once

#include <chitty/service.hpp>

#include "issue.hpp"

namespace chitty::auth {

// May the caller do this for others than itself?
bool is_admin(const Caller& caller);

// The body's `reason`, or `fallback`. INVALID_ARGUMENT when it is longer than 500 bytes.
Result<std::string> reason_in(const json::object& body, std::string_view fallback);

// What the caller may do itself, and so may hand on.
std::vector<std::string> scopes_of_caller(const Service& service);

// The grant that a body asks for: `scope` or `scopes`, `expiresIn` (seconds), `rateLimit` (admins only). The caller
// must cover every scope. `kind`, `service` and the subject are the route's.
Result<Grant> grant_of(Service& service, const json::object& body);

// The body's `expiresIn` in milliseconds, or `fallback`. INVALID_ARGUMENT unless it is 60 seconds to 366 days.
Result<std::int64_t> lifetime_of(const json::object& body, std::int64_t fallback);

// How a new token is answered, as the wire has it: token, tokenId, scope, expiresAt, rateLimit.
json::object token_answer(const IssuedToken& token);

}  // namespace chitty::auth
