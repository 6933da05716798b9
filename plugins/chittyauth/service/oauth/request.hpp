// An authorization request (RFC 6749, section 4.1.1; RFC 7636; OpenID Connect Core 1.0, section 3.1.2.1), understood in
// two steps: first where an answer may go at all, then what is asked for.
#pragma once

#include <chitty/form.hpp>
#include <string>
#include <vector>

#include "../../scope.hpp"
#include "client.hpp"

namespace chitty::auth {

struct AuthorizationRequest {
  OAuthClient client;
  std::string redirect_uri;
  std::string state{};

  // Known after `read_request`.
  Scopes scopes{};
  std::string nonce{}, challenge{};
  bool must_sign_in = false, must_not_ask = false;  // prompt=login, prompt=none
  std::int64_t max_age_ms = -1;                     // of the sign-in; -1: any
};

// The client and its redirect URI. A failure is told to the person and never sent anywhere (section 4.1.2.1).
Result<AuthorizationRequest> addressed_request(Service& service, const Form& form);

// The rest of it. A failure has the word that goes back to the client.
Result<void> read_request(const Form& form, AuthorizationRequest& request);

// Send the browser back to the client with `parameters`, and with state and iss (RFC 9207) in every case.
Response answer_client(Service& service, const AuthorizationRequest& request, Query parameters);
Response refuse_client(Service& service, const AuthorizationRequest& request, const Error& error);

// The same before the person has done anything: a link that anybody may have written would lead straight on to wherever a
// client says that it lives. So of a client that no administrator added, the person sees a page that says where to.
Result<Response> refuse_unasked(Service& service, const AuthorizationRequest& request, const Error& error);

}  // namespace chitty::auth
