// What a client gets once it has shown a code, a device code or a refresh token: tokens of the one table (issue.hpp),
// and an ID token where the person agreed to be named.
#pragma once

#include "client.hpp"

namespace chitty::auth {

// Who, for whom, what.
struct Granted {
  std::string client_id, subject, family;
  Scopes scopes;
  std::string nonce{};
  std::int64_t auth_time = 0;  // ms since 1970; 0: by a refresh token, which names nobody anew
  std::string parent{};        // the token that the person signed in by, on which all of it hangs
  Scopes fewer{};              // of the access token, where it is to have fewer (RFC 6749, section 6)
};

// What was shown at the token endpoint stands for that; or `refused` is the answer, and the transaction is kept all the same: what
// was shown twice has ended its family, a poll counts. A failure changes nothing.
struct Taken {
  std::optional<Error> refused{};
  Granted granted{};
};

// Take what a refresh token stands for, which is used up by it. Inside a transaction. Failure: invalid_grant, invalid_scope.
Result<Taken> take_refresh_token(Service& service, const OAuthClient& client, const Form& form);

// What was shown twice has leaked: all that came of it ends, and an event says so. Inside a transaction.
Result<Taken> end_leaked(Service& service, const Granted& granted, std::string_view why, std::string sentence);

// Access token, refresh token (where the client may use one) and ID token, as the token endpoint answers (RFC 6749,
// section 5.1). Inside a transaction.
Result<json::object> give_tokens(Service& service, const OAuthClient& client, const Granted& granted);

}  // namespace chitty::auth
