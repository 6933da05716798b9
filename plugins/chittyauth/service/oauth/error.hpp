// Errors as the RFCs of OAuth say them: a word of a fixed list and a sentence (RFC 6749, sections 4.1.2.1 and 5.2).
#pragma once

#include <chitty/form.hpp>
#include <chitty/service.hpp>
#include <string>

namespace chitty::auth {

// An Error that carries the word; INVALID_ARGUMENT, UNAUTHENTICATED for "invalid_client", RATE_LIMITED for
// "temporarily_unavailable".
Error oauth_error(std::string_view word, std::string description);

// Its word; empty for any other error.
std::string oauth_word(const Error& error);

// {"error":"...","error_description":"..."}: 400, 401 with WWW-Authenticate for "invalid_client", or 429 with Retry-After for
// "temporarily_unavailable"; never cached. An error without a word goes on to the host as it is.
Result<Response> oauth_refusal(const Error& error);

// What a handler answers, its errors so.
inline Result<Response> in_oauth_words(Result<Response> answer) { return answer ? std::move(answer) : oauth_refusal(answer.error()); }

// The request's form; invalid_request when it is none.
Result<Form> form_of(Service& service);

// A JSON answer that nobody may keep.
Response fresh(Response response);

}  // namespace chitty::auth
