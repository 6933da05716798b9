// Authorization codes: single use, for a minute, bound to client, redirect URI and verifier.
#pragma once

#include "grant.hpp"
#include "request.hpp"
#include "session.hpp"

namespace chitty::auth {

Result<std::string> new_code(Service& service, const AuthorizationRequest& request, const Session& session, const Scopes& scopes);

// Take what a code stands for; inside a transaction. Failure: invalid_grant. A code that is shown a second time by its own client
// has leaked.
Result<Taken> redeem_code(Service& service, const OAuthClient& client, const Form& form);

}  // namespace chitty::auth
