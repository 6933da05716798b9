#include "detached_jws.hpp"

#include <openssl/ecdsa.h>
#include <openssl/err.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chitty/base64.hpp>
#include <chitty/hex.hpp>
#include <chitty/members.hpp>

#include "objects.hpp"

namespace chittycertify {

using namespace chitty;

namespace {

constexpr std::size_t half = 32;  // bytes of each of the two numbers of a signature on P-256

using Pair = Owned<ECDSA_SIG, ECDSA_SIG_free>;

// ECDSA's two numbers: in DER as OpenSSL has them, side by side as JWS does.
std::string side_by_side(std::string_view der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const Pair pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  std::string raw(2 * half, '\0');
  auto* bytes = reinterpret_cast<unsigned char*>(raw.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), bytes, half);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), bytes + half, half);
  return raw;
}

std::string in_der(std::string_view raw) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(raw.data());
  const Pair pair(ECDSA_SIG_new());
  ECDSA_SIG_set0(pair.get(), BN_bin2bn(bytes, half, nullptr), BN_bin2bn(bytes + half, half, nullptr));
  return der_of(pair.get(), i2d_ECDSA_SIG);
}

std::string thumbprint(X509* certificate) { return base64url(sha256(der_of(certificate, i2d_X509))); }

}  // namespace

Result<std::string> make_jws(const JwsOrder& order) {
  json::array chain{base64(der_of(order.signer, i2d_X509))};
  for (auto* one : order.chain) chain.emplace_back(base64(der_of(one, i2d_X509)));
  const json::object header{{"alg", "ES256"},
                            {"b64", false},
                            {"crit", {"b64"}},
                            {"cty", "text/plain"},
                            {"iat", order.at},
                            {"x5t#S256", thumbprint(order.signer)},
                            {"x5c", std::move(chain)}};
  const auto encoded = base64url(json::serialize(header));
  CHITTY_TRY(const auto signature, sign_bytes(order.key, encoded + "." + hex(order.digest)));
  return encoded + ".." + base64url(side_by_side(signature));
}

std::string why_not_jws(std::string_view jws, X509* signer, std::string_view digest) {
  const auto dots = jws.find("..");
  const auto header = dots == jws.npos ? std::nullopt : from_base64url(jws.substr(0, dots));
  const auto signature = dots == jws.npos ? std::nullopt : from_base64url(jws.substr(dots + 2));
  boost::system::error_code wrong;
  const auto parsed = header ? json::parse(*header, wrong) : json::value();
  if (!header || !signature || signature->size() != 2 * half || wrong || !parsed.is_object())
    return "the JWS is damaged";
  const auto& said = parsed.get_object();
  const auto* crit = said.if_contains("crit");
  const auto* b64 = said.if_contains("b64");
  if (text_in(said, "alg") != "ES256" || !b64 || *b64 != json::value(false) || !crit || *crit != json::value(json::array{"b64"}))
    return "the JWS is not by ES256 over a payload that is not encoded";
  if (text_in(said, "x5t#S256") != thumbprint(signer)) return "the JWS names another certificate";
  if (!is_signed(X509_get0_pubkey(signer), std::string(jws.substr(0, dots)) + "." + hex(digest), in_der(*signature)))
    return "the JWS is not over this digest by this certificate";
  return {};
}

}  // namespace chittycertify
