#include "token.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdint>

namespace chitty::id {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

Error not_a_token(std::string why) {
  return usage_error("Not a credential in JWT form: " + std::move(why) + ".", "Give the id that `chitty id credential list` shows.");
}

std::optional<json::object> object_of(std::string_view encoded) {
  const auto text = from_base64url(encoded);
  if (!text) return {};
  boost::system::error_code ec;
  auto value = json::parse(*text, ec);
  if (ec || !value.is_object()) return {};
  return std::move(value.get_object());
}

}  // namespace

std::string base64url(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : bytes) {
    held = held << 8 | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6; bits -= 6) out += alphabet[held >> (bits - 6) & 63];
  }
  if (bits > 0) out += alphabet[held << (6 - bits) & 63];
  return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return {};
  std::string out;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) return {};
    held = held << 6 | static_cast<std::uint32_t>(value);
    if (bits += 6; bits >= 8) out += static_cast<char>(held >> (bits -= 8) & 255);
  }
  if (held & ((1u << bits) - 1)) return {};  // left-over bits: a second spelling of the same bytes
  return out;
}

std::string signing_input(const json::object& header, const json::object& payload) {
  return base64url(json::serialize(header)) + "." + base64url(json::serialize(payload));
}

Result<Token> parse_token(std::string_view compact) {
  const auto first = compact.find('.');
  const auto second = compact.find('.', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos || compact.find('.', second + 1) != std::string_view::npos)
    return not_a_token("it has not three parts");
  auto header = object_of(compact.substr(0, first));
  auto payload = object_of(compact.substr(first + 1, second - first - 1));
  auto signature = from_base64url(compact.substr(second + 1));
  if (!header || !payload || !signature) return not_a_token("a part of it is not base64url of JSON");
  return Token{std::move(*header), std::move(*payload), std::string(compact.substr(0, second)), std::move(*signature)};
}

bool is_token(std::string_view text) { return text.substr(0, 2) == "ey" && text.find('.') != std::string_view::npos; }

}  // namespace chitty::id
