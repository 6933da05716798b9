#include "view/harmless.hpp"

#include <utf8proc.h>

namespace chitty::host {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

// U+2400 + c is the picture of the control character c.
void append_picture(std::string& out, char32_t control) {
  const char32_t picture = control == 0x7f ? 0x2421 : 0x2400 + control;
  utf8proc_uint8_t bytes[4];
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(picture), bytes);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

void append_control(std::string& out, char32_t c, std::string_view as_is, Controls controls) {
  const bool white = c == '\n' || c == '\t' || c == '\r';
  if (controls == Controls::keep || (controls == Controls::lines && (c == '\n' || c == '\t')))
    out += as_is;
  else if (controls == Controls::cell && white)
    out += ' ';
  else if (c < 0x20 || c == 0x7f)
    append_picture(out, c);
  else
    out += replacement;
}

bool is_plain(unsigned char c) { return c >= 0x20 && c < 0x7f; }

// How many bytes the character that begins with `lead` has; 1 for what cannot begin one.
std::size_t length_of(unsigned char lead) { return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3
                                                                  : lead >= 0xc2   ? 2
                                                                                   : 1; }

}  // namespace

bool acts_on_terminal(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0x2028 || c == 0x2029;
}

void append_harmless(std::string& out, std::string_view text, Controls controls) {
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t plain = at;
    while (plain < text.size() && is_plain(static_cast<unsigned char>(text[plain]))) ++plain;
    out += text.substr(at, plain - at);
    at = plain;
    if (at == text.size()) break;

    utf8proc_int32_t c = 0;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                       static_cast<utf8proc_ssize_t>(text.size() - at), &c);
    if (size <= 0) {
      out += replacement;
      ++at;
      continue;
    }
    const auto as_is = text.substr(at, static_cast<std::size_t>(size));
    if (acts_on_terminal(static_cast<char32_t>(c)))
      append_control(out, static_cast<char32_t>(c), as_is, controls);
    else
      out += as_is;
    at += as_is.size();
  }
}

std::string harmless(std::string_view text, Controls controls) {
  std::string out;
  out.reserve(text.size());
  append_harmless(out, text, controls);
  return out;
}

void Scrubber::append(std::string& out, std::string_view piece) {
  tail_ += piece;
  // Hold back a character whose end has not come: its lead byte is among the last three.
  std::size_t whole = tail_.size();
  for (std::size_t back = 1; back <= 3 && back <= tail_.size(); ++back) {
    const auto c = static_cast<unsigned char>(tail_[tail_.size() - back]);
    if (c < 0x80) break;
    if (c < 0xc0) continue;
    if (length_of(c) > back) whole = tail_.size() - back;
    break;
  }
  append_harmless(out, std::string_view(tail_).substr(0, whole), Controls::lines);
  tail_.erase(0, whole);
}

void Scrubber::finish(std::string& out) {
  append_harmless(out, tail_, Controls::lines);
  tail_.clear();
}

}  // namespace chitty::host
