#include "pkce.hpp"

#include <algorithm>
#include <chitty/answers.hpp>
#include <chitty/base64.hpp>

namespace chitty::auth {

namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

}  // namespace

bool is_verifier(std::string_view text) {
  return text.size() >= 43 && text.size() <= 128 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_word(c) || c == '.' || c == '~'; });
}

bool is_challenge(std::string_view text) {
  const auto bytes = text.size() == 43 ? from_base64url(text) : std::nullopt;
  return bytes && bytes->size() == 32;
}

Result<std::string> new_verifier(const Crypto& crypto) {
  return new_secret(crypto, 32);
}

std::string challenge_of(const Crypto& crypto, std::string_view verifier) { return base64url(crypto.sha256(verifier)); }

bool same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char differs = 0;
  for (std::size_t i = 0; i < a.size(); ++i) differs |= static_cast<unsigned char>(a[i] ^ b[i]);
  return differs == 0;
}

}  // namespace chitty::auth
