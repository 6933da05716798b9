#include "base/hash.hpp"

#define OPENSSL_SUPPRESS_DEPRECATED  // the plain C function: EVP would pull in all of libcrypto
#include <openssl/sha.h>

namespace chitty {

Digest sha256(std::string_view data) {
  Digest digest;
  ::SHA256(reinterpret_cast<const unsigned char*>(data.data()), data.size(), digest.data());
  return digest;
}

std::string hex(const Digest& digest) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(64);
  for (const auto byte : digest) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

}  // namespace chitty
