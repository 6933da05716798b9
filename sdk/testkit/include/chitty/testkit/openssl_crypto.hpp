// chitty.crypto/1 over OpenSSL, Ed25519 alone, so that tests sign and check real signatures. Not part of
// <chitty/testkit.hpp>: link crypto, and offer(CHITTY_EXT_CRYPTO, &testkit::openssl_crypto()) before a plugin is
// opened.
#ifndef CHITTY_TESTKIT_OPENSSL_CRYPTO_HPP
#define CHITTY_TESTKIT_OPENSSL_CRYPTO_HPP

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <chitty/base64.hpp>
#include <chitty/testkit.hpp>
#include <memory>

namespace chitty::testkit {

namespace openssl {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

inline const unsigned char* bytes(const void* data) { return static_cast<const unsigned char*>(data); }
inline unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

inline chitty_status give(const chitty_sink* out, std::string_view text) {
  return out->write(out->context, text.data(), text.size());
}

// The key of a JWK by its member: "d" the private half, "x" the public one.
inline Key key_of(const chitty_str* jwk, const char* member) {
  const auto raw = from_base64url(json::parse(abi::view(jwk)).as_object().at(member).as_string()).value();
  const auto make = *member == 'd' ? EVP_PKEY_new_raw_private_key : EVP_PKEY_new_raw_public_key;
  return Key(make(EVP_PKEY_ED25519, nullptr, bytes(raw.data()), raw.size()), EVP_PKEY_free);
}

inline chitty_status CHITTY_CALL generate(const chitty_str*, const chitty_sink* out, chitty_error*) {
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free);
  std::string d(32, '\0'), x(32, '\0');
  std::size_t size = 32;
  EVP_PKEY_get_raw_private_key(key.get(), bytes(d), &size);
  EVP_PKEY_get_raw_public_key(key.get(), bytes(x), &size);
  return give(out, json::serialize(json::object{{"kty", "OKP"},
                                                {"crv", "Ed25519"},
                                                {"kid", "key-" + base64url(x).substr(0, 8)},
                                                {"x", base64url(x)},
                                                {"d", base64url(d)}}));
}

inline chitty_status CHITTY_CALL sign(const chitty_str* jwk, const void* data, std::uint64_t len,
                                      const chitty_sink* out, chitty_error*) {
  const Key key = key_of(jwk, "d");
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::string signature(64, '\0');
  std::size_t size = 64;
  EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get());
  EVP_DigestSign(context.get(), bytes(signature), &size, bytes(data), len);
  return give(out, signature);
}

inline chitty_status CHITTY_CALL verify(const chitty_str* jwk, const void* data, std::uint64_t len,
                                        const chitty_str* signature, chitty_error* error) {
  const Key key = key_of(jwk, "x");
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get());
  if (EVP_DigestVerify(context.get(), bytes(signature->ptr), signature->len, bytes(data), len) == 1) return CHITTY_OK;
  return abi::fill(error, make_error(Code::refused, "The signature does not fit."));
}

}  // namespace openssl

inline const chitty_crypto& openssl_crypto() {
  static const chitty_crypto table{
      sizeof(chitty_crypto),
      0,
      [](void* buffer, std::uint64_t len, chitty_error*) -> chitty_status {
        return RAND_bytes(static_cast<unsigned char*>(buffer), static_cast<int>(len)) == 1 ? CHITTY_OK
                                                                                           : CHITTY_HOST_FAULT;
      },
      [](const void* data, std::uint64_t len, std::uint8_t* digest) { SHA256(openssl::bytes(data), len, digest); },
      openssl::generate,
      openssl::sign,
      openssl::verify,
      [](chitty_hash** out, chitty_error*) -> chitty_status {
        auto* context = EVP_MD_CTX_new();
        EVP_DigestInit_ex(context, EVP_sha256(), nullptr);
        return *out = reinterpret_cast<chitty_hash*>(context), CHITTY_OK;
      },
      [](chitty_hash* hash, const void* data, std::uint64_t len) { EVP_DigestUpdate(reinterpret_cast<EVP_MD_CTX*>(hash), data, len); },
      [](const chitty_hash* hash, std::uint8_t* digest) {
        const openssl::Context copy(EVP_MD_CTX_new(), EVP_MD_CTX_free);
        EVP_MD_CTX_copy_ex(copy.get(), reinterpret_cast<const EVP_MD_CTX*>(hash));
        EVP_DigestFinal_ex(copy.get(), digest, nullptr);
      },
      [](chitty_hash* hash) { EVP_MD_CTX_free(reinterpret_cast<EVP_MD_CTX*>(hash)); }};
  return table;
}

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_OPENSSL_CRYPTO_HPP
