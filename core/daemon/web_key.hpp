// JSON Web Keys (RFC 7517, RFC 8037): Ed25519 and P-256, from text to OpenSSL's keys and back.
#pragma once

#include <chitty/error.hpp>

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>

namespace chitty::daemon {

using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;

struct WebKey {
  Key key{nullptr, EVP_PKEY_free};
  bool is_private = false;
  bool is_curve = false;  // ES256; else EdDSA
};

// INVALID_ARGUMENT says what of the key is wrong.
Result<WebKey> parse_web_key(std::string_view jwk);

// A new private key for "EdDSA" or "ES256", with alg, use and kid, its RFC 7638 thumbprint. NOT_SUPPORTED for another.
Result<std::string> generate_web_key(std::string_view algorithm);

// The raw signature in JWS form, 64 bytes. INVALID_ARGUMENT for a key that is not private or not one.
Result<std::string> sign_by(std::string_view jwk, std::string_view data);

// REFUSED when the signature does not fit; INVALID_ARGUMENT when the key is none.
Result<void> verify_by(std::string_view jwk, std::string_view data, std::string_view signature);

}  // namespace chitty::daemon
