// Errors as the RFCs of OAuth say them: a word of a fixed list and a sentence (RFC 6749, sections 4.1.2.1 and 5.2).
#pragma once

#include <chitty/service.hpp>
#include <string>
#include <string_view>

namespace chitty::auth {

// An Error that carries the word; INVALID_ARGUMENT, or UNAUTHENTICATED for "invalid_client".
Error oauth_error(std::string_view word, std::string description);

// Its word; empty for any other error.
std::string oauth_word(const Error& error);

// {"error":"...","error_description":"..."}: 400, or 401 with WWW-Authenticate for "invalid_client"; never cached. An
// error without a word goes on to the host as it is.
Result<Response> oauth_refusal(const Error& error);

// A JSON answer that nobody may keep.
Response fresh(Response response);

}  // namespace chitty::auth
