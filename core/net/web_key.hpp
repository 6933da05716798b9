// JSON Web Keys (RFC 7517, RFC 8037): Ed25519 and P-256, from text to OpenSSL's keys and back; and public RSA keys, to check
// what others signed. In a target of its own: net.so has it with the system's OpenSSL, chittyd with the one linked in.
#pragma once

#include <chitty/error.hpp>

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>

namespace chitty::host {

using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;

struct WebKey {
  // EdDSA, ES256, RS256
  enum class Kind {
    edwards,
    curve,
    rsa
  };
  Key key{nullptr, EVP_PKEY_free};
  Kind kind = Kind::edwards;
  bool is_private = false;  // never with RSA
};

// INVALID_ARGUMENT says what of the key is wrong: also an RSA key of fewer than 2048 bits, and one that is private.
Result<WebKey> parse_web_key(std::string_view jwk);

// A new private key for "EdDSA" or "ES256", with alg, use and kid, its RFC 7638 thumbprint. NOT_SUPPORTED for another.
Result<std::string> generate_web_key(std::string_view algorithm);

// The raw signature in JWS form, 64 bytes. INVALID_ARGUMENT for a key that is not private or not one.
Result<std::string> sign_by(std::string_view jwk, std::string_view data);

// REFUSED when the signature does not fit; INVALID_ARGUMENT when the key is none. The algorithm is the key's: what the
// signer claims in a header decides nothing here.
Result<void> verify_by(std::string_view jwk, std::string_view data, std::string_view signature);

}  // namespace chitty::host
