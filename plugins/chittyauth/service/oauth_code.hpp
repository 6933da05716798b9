// Authorization codes: single use, for a minute, bound to client, redirect URI and verifier.
#pragma once

#include <chitty/service.hpp>
#include <string>

#include "oauth_request.hpp"
#include "oauth_session.hpp"

namespace chitty::auth {

// What is granted by a code, on a device or with a refresh token: who, for whom, what.
struct Granted {
  std::string client_id, subject, family;
  Scopes scopes;
  std::string nonce{};
  std::int64_t auth_time = 0;  // ms since 1970
};

Result<std::string> new_code(Service& service, const AuthorizationRequest& request, const Session& session,
                             const Scopes& scopes);

// Take what a code stands for; inside a transaction. Nothing changes on invalid_grant, but for one case: a code that is
// shown a second time by its own client has leaked, and what it gave is revoked. Then `again` is set, and the answer is
// still invalid_grant once the transaction is through.
struct Redeemed {
  Granted granted;
  bool again = false;
};
Result<Redeemed> redeem_code(Service& service, const OAuthClient& client, const Form& form);

}  // namespace chitty::auth
