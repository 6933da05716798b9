// JSON Web Signatures in their compact form (RFC 7515): three texts of base64url, parted by dots. And the public half
// of a JSON Web Key (RFC 7517).
#ifndef CHITTY_JWS_HPP
#define CHITTY_JWS_HPP

#include <chitty/base64.hpp>
#include <chitty/crypto.hpp>
#include <string>
#include <string_view>

namespace chitty {

// What is signed: header and payload, encoded.
std::string signing_input(const json::object& header, const json::object& payload);

// A token taken apart; nothing in it is to be believed before the signature has been checked over `input`.
struct Jws {
  json::object header, payload;
  std::string input;      // what was signed
  std::string signature;  // raw bytes
};

// INVALID_ARGUMENT, with the reason, for what is no compact JWS of a JSON object.
Result<Jws> parse_jws(std::string_view compact);

// `payload` signed by the private key `jwk`. `header` says `typ` and `kid` where they are wanted; `alg` is the key's.
Result<std::string> sign_jws(const Crypto& crypto, std::string_view jwk, json::object header,
                             const json::object& payload);

// What of a key may be published: named `kid`, for signatures, without its private half.
json::object public_jwk(std::string_view jwk, std::string_view kid);

}  // namespace chitty

#endif  // CHITTY_JWS_HPP
