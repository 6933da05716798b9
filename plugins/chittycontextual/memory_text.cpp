#include "memory_text.hpp"

#include <chitty/hex.hpp>

namespace chittycontextual {

std::string normalised(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    const bool blank = c == ' ' || (c >= '\t' && c <= '\r');
    if (!blank) plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c;
    else if (!plain.empty() && plain.back() != ' ') plain += ' ';
  }
  while (plain.size() > 1 && (plain.back() == ' ' || plain.back() == '.' || plain.back() == '!')) plain.pop_back();
  return plain;
}

chitty::Result<std::string> sha256_hex(const chitty::Crypto& crypto, std::string_view bytes) {
  CHITTY_TRY(auto hash, crypto.hash());
  hash.add(bytes);
  return chitty::hex(hash.digest());
}

chitty::Result<std::string> digest_of(const chitty::Crypto& crypto, std::string_view text) { return sha256_hex(crypto, normalised(text)); }

}  // namespace chittycontextual
