#include "sequence.hpp"

namespace chitty::id {

namespace {

constexpr char places[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

int place(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string sequence_text(std::int64_t ordinal) {
  const bool digits = ordinal <= digits_only;
  std::int64_t rest = digits ? ordinal : ordinal - digits_only - 1;
  const int base = digits ? 10 : 36;
  std::string text(4, '0');
  for (int i = 3; i > 0; --i, rest /= base) text[static_cast<std::size_t>(i)] = places[rest % base];
  text[0] = digits ? places[rest] : static_cast<char>('A' + rest);
  return text;
}

std::optional<std::int64_t> sequence_ordinal(std::string_view text) {
  if (text.size() != 4 || place(text[0]) < 0) return {};
  const bool digits = place(text[0]) < 10;
  const int base = digits ? 10 : 36;
  std::int64_t value = digits ? place(text[0]) : place(text[0]) - 10;
  for (const char c : text.substr(1)) {
    if (place(c) < 0 || place(c) >= base) return {};
    value = value * base + place(c);
  }
  if (digits) return value > 0 ? std::optional(value) : std::nullopt;
  return value + digits_only + 1;
}

}  // namespace chitty::id
