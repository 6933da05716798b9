#include "net/web_key.hpp"

#include "base/base64.hpp"
#include "base/hash.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/param_build.h>

namespace chitty::host {
namespace {

constexpr std::size_t half = 32;                     // bytes of a coordinate, of a private number, of an Ed25519 key
constexpr int fewest_bits = 2048, most_bits = 8192;  // of an RSA key: weaker is none, longer only costs time

using Number = std::unique_ptr<BIGNUM, void (*)(BIGNUM*)>;

const unsigned char* bytes_of(const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Error bad_key(const std::string& why) { return usage_error("The key is not a usable JSON Web Key: " + why + "."); }

std::string member(const json::object& jwk, std::string_view name) {
  const auto* value = jwk.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

// A base64url member of exactly 32 bytes; empty when absent.
Result<std::string> number(const json::object& jwk, std::string_view name) {
  const std::string text = member(jwk, name);
  if (text.empty()) return std::string();
  const std::string bytes = from_base64url(text).value_or(std::string());
  if (bytes.size() != half) return bad_key("'" + std::string(name) + "' is not 32 bytes of base64url");
  return bytes;
}

Result<WebKey> edwards_key(const std::string& x, const std::string& d) {
  WebKey web;
  web.is_private = !d.empty();
  web.key.reset(web.is_private ? EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(d), half)
                               : EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(x), half));
  if (!web.key) return bad_key("OpenSSL does not take its numbers");
  unsigned char derived[half];
  std::size_t size = half;
  EVP_PKEY_get_raw_public_key(web.key.get(), derived, &size);
  if (!std::equal(derived, derived + half, bytes_of(x))) return bad_key("its public half does not belong to its private one");
  return web;
}

Result<WebKey> curve_key(const std::string& x, const std::string& y, const std::string& d) {
  WebKey web;
  web.kind = WebKey::Kind::curve;
  web.is_private = !d.empty();
  const std::string point = "\x04" + x + y;  // uncompressed
  const std::unique_ptr<OSSL_PARAM_BLD, void (*)(OSSL_PARAM_BLD*)> builder(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
  const Number secret(web.is_private ? BN_bin2bn(bytes_of(d), half, nullptr) : nullptr, BN_clear_free);
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  if (secret) OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret.get());
  const std::unique_ptr<OSSL_PARAM, void (*)(OSSL_PARAM*)> parameters(OSSL_PARAM_BLD_to_param(builder.get()), OSSL_PARAM_free);
  const std::unique_ptr<EVP_PKEY_CTX, void (*)(EVP_PKEY_CTX*)> context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, web.is_private ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
    return bad_key("its point is not on P-256");
  web.key.reset(key);
  const std::unique_ptr<EVP_PKEY_CTX, void (*)(EVP_PKEY_CTX*)> check(EVP_PKEY_CTX_new(key, nullptr), EVP_PKEY_CTX_free);
  if (web.is_private && EVP_PKEY_pairwise_check(check.get()) != 1) return bad_key("its public half does not belong to its private one");
  return web;
}

Result<WebKey> rsa_key(const json::object& jwk) {
  if (jwk.contains("d")) return bad_key("only public RSA keys are supported");
  const std::string n = from_base64url(member(jwk, "n")).value_or(""), e = from_base64url(member(jwk, "e")).value_or("");
  if (n.empty() || n.size() > most_bits / 8 || e.empty() || e.size() > 8) return bad_key("an RSA key needs n and e, of at most 8192 and 64 bits");
  const std::unique_ptr<OSSL_PARAM_BLD, void (*)(OSSL_PARAM_BLD*)> builder(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
  const Number modulus(BN_bin2bn(bytes_of(n), static_cast<int>(n.size()), nullptr), BN_free);
  const Number exponent(BN_bin2bn(bytes_of(e), static_cast<int>(e.size()), nullptr), BN_free);
  if (BN_num_bits(modulus.get()) < fewest_bits) return bad_key("an RSA key has at least 2048 bits");
  if (!BN_is_odd(modulus.get()) || !BN_is_odd(exponent.get()) || BN_is_one(exponent.get())) return bad_key("its numbers are not an RSA key");
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  const std::unique_ptr<OSSL_PARAM, void (*)(OSSL_PARAM*)> parameters(OSSL_PARAM_BLD_to_param(builder.get()), OSSL_PARAM_free);
  const std::unique_ptr<EVP_PKEY_CTX, void (*)(EVP_PKEY_CTX*)> context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 || EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
    return bad_key("OpenSSL does not take its numbers");
  WebKey web;
  web.kind = WebKey::Kind::rsa;
  web.key.reset(key);
  return web;
}

std::string big_number(EVP_PKEY* key, const char* name) {
  BIGNUM* value = nullptr;
  EVP_PKEY_get_bn_param(key, name, &value);
  std::string bytes(half, '\0');
  BN_bn2binpad(value, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(half));
  BN_clear_free(value);
  return base64url(bytes);
}

// RFC 7638: SHA-256 of the required members in alphabetic order.
std::string thumbprint(const std::string& canonical) {
  const Digest digest = sha256(canonical);
  return base64url({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace

Result<WebKey> parse_web_key(std::string_view jwk) {
  boost::system::error_code ec;
  const json::value value = json::parse(jwk, ec);
  if (ec || !value.is_object()) return bad_key("it is not a JSON object");
  const auto& object = value.get_object();
  const std::string type = member(object, "kty"), curve = member(object, "crv");
  if (type == "RSA") return rsa_key(object);
  auto x = number(object, "x");
  if (!x) return x.error();
  auto y = number(object, "y");
  if (!y) return y.error();
  auto d = number(object, "d");
  if (!d) return d.error();
  if (type == "OKP" && curve == "Ed25519" && !x->empty()) return edwards_key(*x, *d);
  if (type == "EC" && curve == "P-256" && !x->empty() && !y->empty()) return curve_key(*x, *y, *d);
  return bad_key("only OKP on Ed25519, EC on P-256, with x (and y), and public RSA are known");
}

Result<std::string> generate_web_key(std::string_view algorithm) {
  json::object jwk;
  if (algorithm == "EdDSA") {
    const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free);
    if (!key) return make_error(Code::host_fault, "OpenSSL made no key.");
    std::string x(half, '\0'), d(half, '\0');
    std::size_t size = half;
    EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(x.data()), &size);
    EVP_PKEY_get_raw_private_key(key.get(), reinterpret_cast<unsigned char*>(d.data()), &size);
    jwk = {{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", base64url(x)}, {"d", base64url(d)}};
    jwk["kid"] = thumbprint(R"({"crv":"Ed25519","kty":"OKP","x":")" + base64url(x) + "\"}");
  } else if (algorithm == "ES256") {
    const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    if (!key) return make_error(Code::host_fault, "OpenSSL made no key.");
    const std::string x = big_number(key.get(), OSSL_PKEY_PARAM_EC_PUB_X), y = big_number(key.get(), OSSL_PKEY_PARAM_EC_PUB_Y);
    jwk = {{"kty", "EC"}, {"crv", "P-256"}, {"x", x}, {"y", y}, {"d", big_number(key.get(), OSSL_PKEY_PARAM_PRIV_KEY)}};
    jwk["kid"] = thumbprint(R"({"crv":"P-256","kty":"EC","x":")" + x + R"(","y":")" + y + "\"}");
  } else {
    return make_error(Code::not_supported, "unsupported algorithm '" + std::string(algorithm) + "'.", "Use EdDSA or ES256.");
  }
  jwk["alg"] = std::string(algorithm);
  jwk["use"] = "sig";
  return json::serialize(jwk);
}

}  // namespace chitty::host
