// What a client gets once it has shown a code, a device code or a refresh token: tokens of the one table (issue.hpp),
// and an ID token where the person agreed to be named.
#pragma once

#include <chitty/service.hpp>

#include "oauth_code.hpp"

namespace chitty::auth {

// Access token, refresh token (where the client may use one) and ID token, as the token endpoint answers (RFC 6749,
// section 5.1). Inside a transaction.
Result<json::object> give_tokens(Service& service, const OAuthClient& client, const Granted& granted);

// The same for a refresh token, which is used up by it; `again` when it had been used up before, and its whole family
// is revoked. Inside a transaction, which is to be kept in both cases. Failure: invalid_grant, invalid_scope; nothing
// changes.
struct Refreshed {
  json::object answer{};
  bool again = false;
};
Result<Refreshed> refresh_tokens(Service& service, const OAuthClient& client, const Form& form);

// What was shown twice has leaked: all that came of it ends, and an event says so. Inside a transaction.
Result<void> end_family(Service& service, const std::string& family, const std::string& subject, std::string_view why);

}  // namespace chitty::auth
