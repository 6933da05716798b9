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
inline std::string signing_input(const json::object& header, const json::object& payload) {
  return base64url(json::serialize(header)) + "." + base64url(json::serialize(payload));
}

// A token taken apart; nothing in it is to be believed before the signature has been checked over `input`.
struct Jws {
  json::object header, payload;
  std::string input;      // what was signed
  std::string signature;  // raw bytes
};

namespace detail {

inline Error no_jws(std::string why) { return usage_error("Not a signed token (JWS): " + std::move(why) + "."); }

inline std::optional<json::object> jws_part(std::string_view encoded) {
  const auto text = from_base64url(encoded);
  if (!text) return {};
  boost::system::error_code ec;
  auto value = json::parse(*text, ec);
  if (ec || !value.is_object()) return {};
  return std::move(value.get_object());
}

// The algorithm that a key of the host signs by (crypto.hpp): Ed25519, else P-256.
inline const char* algorithm_of(const json::object& jwk) {
  const auto* type = jwk.if_contains("kty");
  return type && *type == "OKP" ? "EdDSA" : "ES256";
}

inline std::optional<json::object> jwk_of(std::string_view jwk) {
  boost::system::error_code ec;
  auto value = json::parse(jwk, ec);
  if (ec || !value.is_object()) return {};
  return std::move(value.get_object());
}

}  // namespace detail

// INVALID_ARGUMENT, with the reason, for what is no compact JWS of a JSON object.
inline Result<Jws> parse_jws(std::string_view compact) {
  const auto first = compact.find('.');
  const auto second = first == compact.npos ? first : compact.find('.', first + 1);
  if (second == compact.npos || compact.find('.', second + 1) != compact.npos)
    return detail::no_jws("it has not three parts");
  auto header = detail::jws_part(compact.substr(0, first));
  auto payload = detail::jws_part(compact.substr(first + 1, second - first - 1));
  auto signature = from_base64url(compact.substr(second + 1));
  if (!header || !payload || !signature) return detail::no_jws("a part of it is not base64url of JSON");
  return Jws{std::move(*header), std::move(*payload), std::string(compact.substr(0, second)), std::move(*signature)};
}

// `payload` signed by the private key `jwk`. `header` says `typ` and `kid` where they are wanted; `alg` is the key's.
inline Result<std::string> sign_jws(const Crypto& crypto, std::string_view jwk, json::object header,
                                    const json::object& payload) {
  const auto key = detail::jwk_of(jwk);
  if (!key) return make_error(Code::plugin_fault, "The key to sign with is no JSON Web Key.");
  header["alg"] = detail::algorithm_of(*key);
  auto token = signing_input(header, payload);
  auto signature = crypto.sign(jwk, token);
  if (!signature) return signature.error();
  return token + "." + base64url(*signature);
}

// What of a key may be published: named `kid`, for signatures, without its private half.
inline json::object public_jwk(std::string_view jwk, std::string_view kid) {
  json::object half{{"kid", kid}};
  const auto key = detail::jwk_of(jwk);
  if (!key) return half;
  half["alg"] = detail::algorithm_of(*key);
  half["use"] = "sig";
  for (const auto* member : {"kty", "crv", "x", "y"})
    if (const auto* value = key->if_contains(member)) half[member] = *value;
  return half;
}

}  // namespace chitty

#endif  // CHITTY_JWS_HPP
