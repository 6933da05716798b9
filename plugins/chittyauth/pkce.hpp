// Proof Key for Code Exchange (RFC 7636), method S256, the only one of OAuth 2.1: who asked for the code is who redeems
// it.
#pragma once

#include <chitty/crypto.hpp>
#include <string>
#include <string_view>

namespace chitty::auth {

// 43 to 128 unreserved characters (section 4.1).
bool is_verifier(std::string_view text);

// What S256 makes of any verifier: 43 characters of base64url.
bool is_challenge(std::string_view text);

Result<std::string> new_verifier(const Crypto& crypto);
std::string challenge_of(const Crypto& crypto, std::string_view verifier);

// The same time whatever the difference; the lengths may be seen.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace chitty::auth
