#include "email.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace chitty::auth {

namespace {

bool is_plain(char c) {
  return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != '<' && c != '>' && c != '"' && c != ',';
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  return at != text.npos && at > 0 && at + 3 < text.size() && text.size() <= 254 &&
         text.find('@', at + 1) == text.npos && text.find('.', at) != text.npos && text[at + 1] != '.' &&
         text.back() != '.' && std::all_of(text.begin(), text.end(), is_plain) && is_ascii(text.substr(at));
}

// Characters that nobody sees, or that turn others around: two names that differ in these look the same.
bool is_seen(utf8proc_int32_t c) {
  const auto* property = utf8proc_get_property(c);
  switch (property->category) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_ZS:
      return false;
    default:
      return !property->ignorable;
  }
}

// In small letters, composed (NFC), so that é is one character however it was typed; empty when a character is not seen.
std::string known_form(std::string_view text) {
  std::string out;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  for (utf8proc_ssize_t left = static_cast<utf8proc_ssize_t>(text.size()); left > 0;) {
    utf8proc_int32_t c = 0;
    const auto size = utf8proc_iterate(at, left, &c);
    if (size <= 0 || !is_seen(c)) return {};
    utf8proc_uint8_t bytes[4];
    out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(utf8proc_encode_char(utf8proc_tolower(c), bytes)));
    at += size;
    left -= size;
  }
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> composed(
      utf8proc_NFC(reinterpret_cast<const utf8proc_uint8_t*>(out.c_str())), &std::free);
  return composed ? reinterpret_cast<const char*>(composed.get()) : std::string();
}

}  // namespace

std::string email_of(std::string_view text) { return is_email(text) ? known_form(text) : std::string(); }

}  // namespace chitty::auth
