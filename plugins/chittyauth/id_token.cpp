#include "id_token.hpp"

#include <algorithm>
#include <chitty/jws.hpp>
#include <chitty/members.hpp>

namespace chitty::auth {

namespace {

Error wrong(std::string what) {
  return make_error(Code::malformed, "The issuer's ID token " + std::move(what) + ", so nothing was kept.");
}

bool fits_algorithm(const json::object& key, std::string_view algorithm) {
  if (const auto alg = text_in(key, "alg"); !alg.empty() && alg != algorithm) return false;
  const auto type = text_in(key, "kty"), curve = text_in(key, "crv");
  if (algorithm == "RS256") return type == "RSA";
  if (algorithm == "ES256") return type == "EC" && curve == "P-256";
  return algorithm == "EdDSA" && type == "OKP" && curve == "Ed25519";
}

// The key of the header: by `kid`, or the only one of its algorithm.
Result<json::object> key_for(const json::array& keys, const json::object& header) {
  const auto algorithm = text_in(header, "alg"), kid = text_in(header, "kid");
  if (algorithm != "RS256" && algorithm != "ES256" && algorithm != "EdDSA")
    return wrong("is signed by '" + algorithm.substr(0, 16) + "', and only RS256, ES256 and EdDSA count");
  if (header.contains("crit")) return wrong("has extensions that must be understood and are not");
  json::array fitting;
  for (const auto& key : keys)
    if (key.is_object() && fits_algorithm(key.get_object(), algorithm) &&
        (kid.empty() || text_in(key.get_object(), "kid") == kid))
      fitting.push_back(key);
  if (fitting.size() != 1) return wrong("is signed by a key that the issuer does not publish");
  return fitting.front().get_object();
}

bool is_for(const json::object& claims, const std::string& client) {
  const auto* audience = claims.if_contains("aud");
  if (!audience) return false;
  const auto azp = text_in(claims, "azp");
  if (!azp.empty() && azp != client) return false;
  if (audience->is_string()) return std::string_view(audience->get_string()) == client;
  if (!audience->is_array()) return false;
  const auto& all = audience->get_array();
  const bool named =
      std::any_of(all.begin(), all.end(), [&](const json::value& one) { return one == json::value(client); });
  return named && (all.size() == 1 || azp == client);
}

std::int64_t seconds_in(const json::object& claims, std::string_view name) {
  const auto* value = claims.if_contains(name);
  if (!value) return 0;
  if (value->is_int64()) return value->get_int64();
  return value->is_double() && value->get_double() > 0 && value->get_double() < 1e15
             ? static_cast<std::int64_t>(value->get_double())
             : 0;
}

Result<void> check_claims(const Crypto& crypto, const json::object& claims, const ExpectedIdToken& expected) {
  const auto now = expected.now_ms / 1000;
  const auto issued = seconds_in(claims, "iat"), expires = seconds_in(claims, "exp");
  if (text_in(claims, "iss") != expected.issuer) return wrong("is of another issuer");
  if (text_in(claims, "sub").empty()) return wrong("has no subject");
  if (!is_for(claims, expected.client_id)) return wrong("is for another client");
  if (expires == 0 || issued == 0) return wrong("does not say when it was made and when it ends");
  if (expires + clock_skew <= now)
    return wrong("has expired: the clocks differ by more than a minute, or it is an old one");
  if (issued - clock_skew > now) return wrong("is from the future: the clocks differ by more than a minute");
  const auto nonce = text_in(claims, "nonce");
  const bool may_lack_it = !expected.subject.empty() && nonce.empty();
  if (nonce != expected.nonce && !may_lack_it) return wrong("answers another request (nonce)");
  if (!expected.subject.empty() && text_in(claims, "sub") != expected.subject)
    return wrong("is about another person than before");
  const auto hash = text_in(claims, "at_hash");
  if (!hash.empty() && hash != access_token_hash(crypto, expected.access_token))
    return wrong("belongs to another access token");
  return {};
}

}  // namespace

Result<json::object> check_id_token(const Crypto& crypto, const json::array& keys, std::string_view token,
                                    const ExpectedIdToken& expected) {
  auto jws = parse_jws(token);
  if (!jws) return wrong("is not a signed token");
  CHITTY_TRY(const auto key, key_for(keys, jws->header));
  if (auto fits = crypto.verify(json::serialize(key), jws->input, jws->signature); !fits) {
    if (fits.error().code == Code::not_supported) return fits.error();
    return wrong("is not signed by the issuer");
  }
  CHITTY_DO(check_claims(crypto, jws->payload, expected));
  return std::move(jws->payload);
}

std::string access_token_hash(const Crypto& crypto, std::string_view access_token) {
  return base64url(crypto.sha256(access_token).substr(0, 16));
}

}  // namespace chitty::auth
