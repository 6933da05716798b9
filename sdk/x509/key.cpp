#include <chitty/x509/key.hpp>

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <cstring>

namespace chitty::x509 {

namespace {

int give_passphrase(char* buffer, int size, int, void* given) {
  const auto& passphrase = *static_cast<const std::string*>(given);
  if (passphrase.size() > static_cast<std::size_t>(size)) return -1;
  std::memcpy(buffer, passphrase.data(), passphrase.size());
  return static_cast<int>(passphrase.size());
}

}  // namespace

Result<Key> new_key() {
  Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  if (!key) return openssl_fault("make a key");
  return key;
}

std::string pem_of(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_secmem()));
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return text_of(bio.get());
}

// PBKDF2 and not scrypt: GnuTLS reads the one and not the other.
Result<std::string> encrypted_pem_of(EVP_PKEY* key, const std::string& passphrase) {
  constexpr int rounds = 600'000, chosen = 0;  // salt and vector are OpenSSL's to choose
  const Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free> plain(EVP_PKEY2PKCS8(key));
  Owned<X509_ALGOR, X509_ALGOR_free> by(
      PKCS5_pbe2_set_iv(EVP_aes_256_cbc(), rounds, nullptr, chosen, nullptr, NID_hmacWithSHA256));
  const Owned<X509_SIG, X509_SIG_free> sealed(
      plain && by ? PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), plain.get(), by.get()) : nullptr);
  if (!sealed) return openssl_fault("encrypt a key");
  (void)by.release();
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8(bio.get(), sealed.get());
  return text_of(bio.get());
}

Key key_of(std::string_view pem, const std::string& passphrase) {
  const auto bio = reading(pem);
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, give_passphrase, const_cast<std::string*>(&passphrase)));
  ERR_clear_error();
  return key;
}

std::string public_der(EVP_PKEY* key) { return der_of(key, i2d_PUBKEY); }

std::string weakness_of(EVP_PKEY* key) {
  const auto bits = EVP_PKEY_get_bits(key);
  if (EVP_PKEY_is_a(key, "RSA"))
    return bits >= 2048 && bits <= 4096 ? "" : "an RSA key must have 2048 to 4096 bits, and this one has " + std::to_string(bits);
  if (EVP_PKEY_is_a(key, "ED25519")) return {};
  if (!EVP_PKEY_is_a(key, "EC"))
    return std::string("a key of the type ") + EVP_PKEY_get0_type_name(key) + " is not certified here";
  char curve[64] = "";
  EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, curve, sizeof curve, nullptr);
  if (std::strcmp(curve, "prime256v1") == 0 || std::strcmp(curve, "secp384r1") == 0) return {};
  return std::string("a key on the curve ") + curve + " is not certified here";
}

}  // namespace chitty::x509
