// The ID token of an issuer (OpenID Connect Core 1.0, sections 2 and 3.1.3.7): who signed in, said to this client.
#pragma once

#include <chitty/crypto.hpp>
#include <string>
#include <string_view>

namespace chitty::auth {

// What it must say. An empty nonce: none was sent (a device has no way to). A renewed token may leave the nonce out.
struct ExpectedIdToken {
  std::string issuer, client_id, nonce;
  std::string access_token{};  // held against at_hash where that is there
  std::string subject{};       // who it must be about, where that is known: a renewed one (section 12.2)
  std::int64_t now_ms = 0;
};

inline constexpr std::int64_t clock_skew = 60;  // seconds by which two clocks may differ

// Its claims, after its signature by one of `keys` (a JWK Set's "keys") and every claim have been checked. MALFORMED
// names the first that is wrong; the token is then to be believed in nothing.
Result<json::object> check_id_token(const Crypto& crypto, const json::array& keys, std::string_view token,
                                    const ExpectedIdToken& expected);

// at_hash (section 3.1.3.6): the left half of SHA-256, in base64url.
std::string access_token_hash(const Crypto& crypto, std::string_view access_token);

}  // namespace chitty::auth
