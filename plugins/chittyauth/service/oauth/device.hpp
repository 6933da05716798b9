// Devices without a browser (RFC 8628): the device shows a code, the person types it elsewhere, the device asks until
// it is answered.
#pragma once

#include "grant.hpp"
#include "session.hpp"

namespace chitty::auth {

// A poll of the token endpoint; inside a transaction. Refused: authorization_pending, slow_down, access_denied, expired_token.
Result<Taken> poll_device(Service& service, const OAuthClient& client, const Form& form);

// The page for the code in `query` ("user_code=..."), or where one is typed; for a browser that is signed in.
Result<Response> ask_for_device(Service& service, const Browser& browser, std::string_view query);

}  // namespace chitty::auth
