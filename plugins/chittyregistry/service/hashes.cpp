#include "hashes.hpp"

namespace chittyregistry {

std::string sha256_hex(const chitty::Crypto& crypto, std::string_view bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : crypto.sha256(bytes)) text += digits[byte >> 4], text += digits[byte & 15];
  return text;
}

}  // namespace chittyregistry
