#include <chitty/jws.hpp>

namespace chitty {

std::string signing_input(const json::object& header, const json::object& payload) {
  return base64url(json::serialize(header)) + "." + base64url(json::serialize(payload));
}

namespace {

Error no_jws(std::string why) { return usage_error("Not a signed token (JWS): " + std::move(why) + "."); }

std::optional<json::object> jws_part(std::string_view encoded) {
  const auto text = from_base64url(encoded);
  if (!text) return {};
  boost::system::error_code ec;
  auto value = json::parse(*text, ec);
  if (ec || !value.is_object()) return {};
  return std::move(value.get_object());
}

// The algorithm that a key of the host signs by (crypto.hpp): Ed25519, else P-256.
const char* algorithm_of(const json::object& jwk) {
  const auto* type = jwk.if_contains("kty");
  return type && *type == "OKP" ? "EdDSA" : "ES256";
}

std::optional<json::object> jwk_of(std::string_view jwk) {
  boost::system::error_code ec;
  auto value = json::parse(jwk, ec);
  if (ec || !value.is_object()) return {};
  return std::move(value.get_object());
}

}  // namespace

Result<Jws> parse_jws(std::string_view compact) {
  const auto first = compact.find('.');
  const auto second = first == compact.npos ? first : compact.find('.', first + 1);
  if (second == compact.npos || compact.find('.', second + 1) != compact.npos) return no_jws("it does not have three parts");
  auto header = jws_part(compact.substr(0, first));
  auto payload = jws_part(compact.substr(first + 1, second - first - 1));
  auto signature = from_base64url(compact.substr(second + 1));
  if (!header || !payload || !signature) return no_jws("a part of it is not base64url of JSON");
  return Jws{std::move(*header), std::move(*payload), std::string(compact.substr(0, second)), std::move(*signature)};
}

Result<std::string> sign_jws(const Crypto& crypto, std::string_view jwk, json::object header,
                             const json::object& payload) {
  const auto key = jwk_of(jwk);
  if (!key) return make_error(Code::plugin_fault, "The signing key is not a JSON Web Key.");
  header["alg"] = algorithm_of(*key);
  auto token = signing_input(header, payload);
  auto signature = crypto.sign(jwk, token);
  if (!signature) return signature.error();
  return token + "." + base64url(*signature);
}

json::object public_jwk(std::string_view jwk, std::string_view kid) {
  json::object half{{"kid", kid}};
  const auto key = jwk_of(jwk);
  if (!key) return half;
  half["alg"] = algorithm_of(*key);
  half["use"] = "sig";
  for (const auto* member : {"kty", "crv", "x", "y"})
    if (const auto* value = key->if_contains(member)) half[member] = *value;
  return half;
}

}  // namespace chitty
