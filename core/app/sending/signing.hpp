// The credential of a remote, put where its type wants it: in a header, in the query, as a user's password, or exchanged for
// a token first. What is put in is remembered as secret, in every form in which it travels.
#pragma once

#include "app/sending/destination.hpp"

namespace chitty::host {

// UNAUTHENTICATED when there is none and the request needs one; errors of the secret's reference and of the exchange.
Result<void> sign(chitty_call& call, const Destination& to, bool is_public, HttpRequest& request);

// True when the last token of this remote came from a client's credentials and was not fresh: it is forgotten, so that the next
// request asks for a new one.
bool forget_kept_token(chitty_call& call, std::string_view remote);

}  // namespace chitty::host
