// The text of a token: a prefix that says whose it is, and base64url of "tok_" and 20 letters and digits, the time in
// milliseconds, and 192 bits of chance (wire reference 1.3). The public service has a MAC in the last place; here
// nobody can compute it and there is no key to lose: a token is looked up by its hash.
#pragma once

#include <chitty/service.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace chitty::auth {

inline constexpr std::string_view own_prefix = "ca_local_";
inline constexpr std::string_view service_prefix = "svc_";
inline constexpr std::string_view session_prefix = "sess_temp_";  // of a service, for five minutes

struct TokenText {
  std::string id;    // "tok_…", which may be shown and written down
  std::string text;  // the secret
};

// A new one. HOST_FAULT when the system gives no randomness.
Result<TokenText> new_token_text(Service& service, std::string_view prefix);

// Is it the shape of one that could be from here? UNAUTHENTICATED says what it is instead: of another environment, or
// none.
Result<void> check_shape(std::string_view text);

}  // namespace chitty::auth
