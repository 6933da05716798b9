// Devices without a browser (RFC 8628): the device shows a code, the person types it elsewhere, the device asks until
// it is answered.
#pragma once

#include <string>

#include "oauth_code.hpp"

namespace chitty::auth {

// A poll of the token endpoint; inside a transaction, which is to be kept whatever the answer: the time of the poll
// counts. `word` is the error to answer with (authorization_pending, slow_down, access_denied, expired_token), or
// empty.
struct Polled {
  std::string word{}, sentence{};
  Granted granted{};
};
Result<Polled> poll_device(Service& service, const OAuthClient& client, const Form& form);

}  // namespace chitty::auth
