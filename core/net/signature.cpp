// Signing and checking by JSON Web Keys, always with SHA-256 where the algorithm has a digest of its own choice. A JWS carries an ES256 signature as two plain numbers (RFC 7518, section 3.4)
// where OpenSSL has DER.
#include "net/web_key.hpp"

#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>

namespace chitty::host {
namespace {

using Context = std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)>;
using Pair = std::unique_ptr<ECDSA_SIG, void (*)(ECDSA_SIG*)>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string raw_from_der(const std::string& der) {
  const unsigned char* at = bytes_of(der);
  const Pair pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free);
  std::string raw(64, '\0');
  auto* out = reinterpret_cast<unsigned char*>(raw.data());
  if (!pair || BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, 32) < 0 || BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + 32, 32) < 0)
    return {};
  return raw;
}

std::string der_from_raw(std::string_view raw) {
  const Pair pair(ECDSA_SIG_new(), ECDSA_SIG_free);
  ECDSA_SIG_set0(pair.get(), BN_bin2bn(bytes_of(raw), 32, nullptr), BN_bin2bn(bytes_of(raw) + 32, 32, nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &der);
  std::string text(reinterpret_cast<char*>(der), static_cast<std::size_t>(size > 0 ? size : 0));
  OPENSSL_free(der);
  return text;
}

const EVP_MD* digest_of(const WebKey& web) { return web.kind == WebKey::Kind::edwards ? nullptr : EVP_sha256(); }

std::size_t signature_size(const WebKey& web) {
  return web.kind == WebKey::Kind::rsa ? static_cast<std::size_t>(EVP_PKEY_get_size(web.key.get())) : 64;
}

}  // namespace

Result<std::string> sign_by(std::string_view jwk, std::string_view data) {
  auto web = parse_web_key(jwk);
  if (!web) return web.error();
  if (!web->is_private) return usage_error("the key has no private part, so it cannot sign");
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::size_t size = 0;
  std::string signature;
  if (EVP_DigestSignInit(context.get(), nullptr, digest_of(*web), nullptr, web->key.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes_of(data), data.size()) != 1)
    return make_error(Code::host_fault, "OpenSSL failed to sign");
  signature.resize(size);
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes_of(data), data.size()) != 1)
    return make_error(Code::host_fault, "OpenSSL failed to sign");
  signature.resize(size);
  return web->kind == WebKey::Kind::curve ? raw_from_der(signature) : signature;
}

Result<void> verify_by(std::string_view jwk, std::string_view data, std::string_view signature) {
  auto web = parse_web_key(jwk);
  if (!web) return web.error();
  const Error refused = make_error(Code::refused, "the signature does not match");
  if (signature.size() != signature_size(*web)) return refused;
  const std::string given = web->kind == WebKey::Kind::curve ? der_from_raw(signature) : std::string(signature);
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  if (EVP_DigestVerifyInit(context.get(), nullptr, digest_of(*web), nullptr, web->key.get()) != 1)
    return make_error(Code::host_fault, "OpenSSL did not take the key.");
  const int fits = EVP_DigestVerify(context.get(), bytes_of(given), given.size(), bytes_of(data), data.size());
  ERR_clear_error();
  if (fits != 1) return refused;
  return {};
}

}  // namespace chitty::host
