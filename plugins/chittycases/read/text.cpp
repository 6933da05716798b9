#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

#include "reader.hpp"

namespace chittycases::read {

namespace {

// The length of the character at the front, or 0 if it is none.
std::size_t character(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto follows = [&](std::size_t i) { return (at(i) & 0xc0) == 0x80; };
  const unsigned first = at(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf && follows(1)) return 2;
  if (first >= 0xe0 && first <= 0xef && follows(1) && follows(2) && !(first == 0xe0 && at(1) < 0xa0) && !(first == 0xed && at(1) > 0x9f)) return 3;
  if (first >= 0xf0 && first <= 0xf4 && follows(1) && follows(2) && follows(3) && !(first == 0xf0 && at(1) < 0x90) && !(first == 0xf4 && at(1) > 0x8f)) return 4;
  return 0;
}

void put(std::string& out, unsigned code) {
  if (code < 0x80) out += static_cast<char>(code);
  else if (code < 0x800) out += static_cast<char>(0xc0 | code >> 6), out += static_cast<char>(0x80 | (code & 0x3f));
  else out += static_cast<char>(0xe0 | code >> 12), out += static_cast<char>(0x80 | (code >> 6 & 0x3f)), out += static_cast<char>(0x80 | (code & 0x3f));
}

constexpr std::array<std::uint16_t, 32> windows_1252{0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};

std::string from_utf16(std::string_view text, bool big) {
  std::string out;
  for (std::size_t i = 2; i + 1 < text.size(); i += 2) {
    const auto one = static_cast<unsigned char>(text[i]), two = static_cast<unsigned char>(text[i + 1]);
    const unsigned code = big ? one << 8u | two : two << 8u | one;
    put(out, code >= 0xd800 && code <= 0xdfff ? 0xfffd : code);
  }
  return out;
}

}  // namespace

std::string cleaned(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; })) return std::string(text);
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto size = character(text);
    const auto c = static_cast<unsigned char>(text.front());
    if (size == 0) {
      out += "\xef\xbf\xbd";
      text.remove_prefix(1);
      continue;
    }
    if (size > 1 || (c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t' || c == '\f') {
      if (!(size == 2 && c == 0xc2 && static_cast<unsigned char>(text[1]) < 0xa0)) out.append(text.substr(0, size));
    }
    text.remove_prefix(size);
  }
  return out;
}

std::string to_utf8(std::string_view text) {
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) return from_utf16(text, text.starts_with("\xfe\xff"));
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  std::size_t at = 0;
  while (at < text.size()) {
    const auto size = character(text.substr(at));
    if (size == 0) break;
    at += size;
  }
  if (at >= text.size()) return std::string(text);
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    put(out, byte >= 0x80 && byte < 0xa0 ? windows_1252[byte - 0x80u] : byte);
  }
  return out;
}

std::string as_json(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\', out += c;
    else if (c == '\n') out += "\\n";
    else if (c == '\t') out += "\\t";
    else if (static_cast<unsigned char>(c) < 0x20) {
      char code[8];
      std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
      out += code;
    } else out += c;
  }
  return out + "\"";
}

}  // namespace chittycases::read
