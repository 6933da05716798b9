#include <chitty/x509/sealing.hpp>

#include <chitty/base64.hpp>

#include <chitty/x509/openssl.hpp>

namespace chitty::x509 {

namespace {

constexpr std::size_t key_size = 32, nonce_size = 12, tag_size = 16;
constexpr std::string_view version = "1.";  // of the form of a sealed text

using Cipher = Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

Result<std::string> sealing_key(Service& service, std::string_view sealing) {
  auto key = service.blobs().get(sealing);
  if (key && key->size() == key_size) return key;
  return make_error(Code::host_fault, "The key that the authority's keys are sealed by is not among the daemon's blobs any more.",
                    "Restore the folder blobs of the daemon's data from a backup.");
}

// Both directions are one in GCM, but for what becomes of the tag.
bool run(EVP_CIPHER_CTX* cipher, std::string_view id, std::string_view in, std::string& out) {
  int size = 0;
  out.resize(in.size());
  return EVP_CipherUpdate(cipher, nullptr, &size, bytes(id), static_cast<int>(id.size())) == 1 &&
         EVP_CipherUpdate(cipher, bytes(out), &size, bytes(in), static_cast<int>(in.size())) == 1;
}

}  // namespace

Result<std::string> new_sealing(Service& service) {
  CHITTY_TRY(const auto key, service.crypto().random(key_size));
  CHITTY_TRY(const auto kept, service.blobs().put(key));
  return kept.address;
}

Result<std::string> seal(Service& service, std::string_view sealing, std::string_view id, std::string_view secret) {
  CHITTY_TRY(const auto key, sealing_key(service, sealing));
  CHITTY_TRY(const auto nonce, service.crypto().random(nonce_size));
  const Cipher cipher(EVP_CIPHER_CTX_new());
  std::string sealed, tag(tag_size, '\0');
  int rest = 0;
  if (EVP_CipherInit_ex2(cipher.get(), EVP_aes_256_gcm(), bytes(key), bytes(nonce), 1, nullptr) != 1 ||
      !run(cipher.get(), id, secret, sealed) || EVP_CipherFinal_ex(cipher.get(), bytes(tag), &rest) != 1 ||
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, tag_size, bytes(tag)) != 1)
    return openssl_fault("seal a key");
  return std::string(version) + base64url(nonce + tag + sealed);
}

Result<std::string> unseal(Service& service, std::string_view sealing, std::string_view id, std::string_view sealed) {
  CHITTY_TRY(const auto key, sealing_key(service, sealing));
  const auto whole = sealed.starts_with(version) ? from_base64url(sealed.substr(version.size())) : std::nullopt;
  const auto altered = make_error(Code::host_fault, "The stored key " + std::string(id) + " is not what was sealed.",
                                  "Restore the database from a backup.");
  if (!whole || whole->size() < nonce_size + tag_size) return altered;
  std::string tag = whole->substr(nonce_size, tag_size), secret;
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int rest = 0;
  if (EVP_CipherInit_ex2(cipher.get(), EVP_aes_256_gcm(), bytes(key), bytes(*whole), 0, nullptr) != 1 ||
      !run(cipher.get(), id, std::string_view(*whole).substr(nonce_size + tag_size), secret) ||
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, tag_size, bytes(tag)) != 1 ||
      EVP_CipherFinal_ex(cipher.get(), bytes(tag), &rest) != 1)
    return altered;
  return secret;
}

}  // namespace chitty::x509
