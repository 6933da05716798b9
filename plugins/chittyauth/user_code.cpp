#include "user_code.hpp"

namespace chitty::auth {

namespace {

constexpr std::string_view letters = "BCDFGHJKLMNPQRSTVWXZ";
constexpr std::size_t length = 8;

}  // namespace

Result<std::string> new_user_code(const Crypto& crypto) {
  std::string code;
  while (code.size() < length + 1) {
    CHITTY_TRY(const auto random, crypto.random(32));
    for (const char c : random) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte >= 240) continue;  // 240 is the last multiple of 20: each letter as likely as the others
      if (code.size() == length / 2) code += '-';
      if (code.size() <= length) code += letters[byte % letters.size()];
    }
  }
  return code;
}

std::string normal_user_code(std::string_view typed) {
  std::string code;
  if (typed.size() > 64) return code;
  for (char c : typed) {
    if (c == '-' || c == ' ') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (letters.find(c) == std::string_view::npos) return {};
    code += c;
  }
  return code.size() == length ? code : std::string();
}

}  // namespace chitty::auth
