#include <chitty/base64.hpp>
#include <cstdint>

namespace chitty {

namespace {

constexpr std::string_view base64_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_";  // the last two instead, in a URL

std::string to_base64(std::string_view bytes, std::size_t last_two) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  int held = 0;
  const auto add = [&](std::uint32_t value) { text += base64_letters[value < 62 ? value : last_two + value - 62]; };
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(byte);
    for (held += 8; held >= 6; held -= 6) add(bits >> (held - 6) & 63);
  }
  if (held > 0) add(bits << (6 - held) & 63);
  return text;
}

std::optional<std::string> bytes_of_base64(std::string_view text, std::size_t last_two) {
  if (text.size() % 4 == 1) return {};
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char letter : text) {
    auto value = base64_letters.find(letter);
    if (value >= 62) {
      if (value < last_two || value >= last_two + 2) return {};
      value -= last_two - 62;
    }
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    if (held += 6; held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(bits >> held & 255);
  }
  if ((bits & ((1u << held) - 1)) != 0) return {};  // one text for one value
  return bytes;
}

}  // namespace

std::string base64(std::string_view bytes) {
  std::string text = to_base64(bytes, 62);
  text.resize((text.size() + 3) / 4 * 4, '=');
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return {};
  for (int i = 0; i < 2 && !text.empty() && text.back() == '='; ++i) text.remove_suffix(1);
  return bytes_of_base64(text, 62);
}

std::string base64url(std::string_view bytes) { return to_base64(bytes, 64); }

std::optional<std::string> from_base64url(std::string_view text) { return bytes_of_base64(text, 64); }

}  // namespace chitty
