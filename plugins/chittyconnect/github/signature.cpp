#include "signature.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <chitty/hex.hpp>

namespace chittyconnect::github {

std::string signature_of(std::string_view secret, std::string_view body) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), reinterpret_cast<const unsigned char*>(body.data()), body.size(), digest, &size);
  return "sha256=" + chitty::hex(std::string_view(reinterpret_cast<const char*>(digest), size));
}

bool is_signed(std::string_view secret, std::string_view body, std::string_view signature) {
  const auto wanted = signature_of(secret, body);
  return signature.size() == wanted.size() && CRYPTO_memcmp(signature.data(), wanted.data(), wanted.size()) == 0;
}

}  // namespace chittyconnect::github
