// A client's id and secret for a token (RFC 6749, 4.4): asked for once, kept with its end in memory and in the secrets' store,
// never shown.
#pragma once

#include "app/sending/destination.hpp"

namespace chitty::host {

// A token that is good for a minute at least: the one at hand, the kept one, or a new one. REFUSED or UNAUTHENTICATED in the
// authorization server's words; MALFORMED when its answer has no token.
Result<std::string> client_token(chitty_call& call, const Destination& to, const std::string& client, const std::string& secret);

// True when there was one that this run had not just been given.
bool forget_client_token(chitty_call& call, const Destination& to);

}  // namespace chitty::host
