#include <chitty/json_text.hpp>
#include <cstring>

namespace chitty {

namespace {

// True if one of these eight bytes has no place in a JSON string: below a space, a quotation mark, a backslash.
bool must_escape_any(const char* eight) {
  constexpr std::uint64_t each = 0x0101010101010101, top = 0x8080808080808080;
  std::uint64_t word;
  std::memcpy(&word, eight, sizeof word);
  const auto has_zero = [](std::uint64_t bytes) { return (bytes - each) & ~bytes & top; };
  const auto below_space = (word - each * ' ') & ~word & top;
  return (below_space | has_zero(word ^ (each * '"')) | has_zero(word ^ (each * '\\'))) != 0;
}

bool must_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// Where the next character is that must be escaped, from `at` on; the end if there is none.
std::size_t next_escape(std::string_view text, std::size_t at) {
  while (at + 8 <= text.size() && !must_escape_any(text.data() + at)) at += 8;
  while (at < text.size() && !must_escape(text[at])) ++at;
  return at;
}

void append_escape(std::string& out, char c) {
  static constexpr char digits[] = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\b':
      out += "\\b";
      break;
    case '\f':
      out += "\\f";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += "\\u00";
      out.push_back(digits[byte >> 4]);
      out.push_back(digits[byte & 15]);
  }
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  out.push_back('"');
  for (std::size_t at = 0;;) {
    const std::size_t special = next_escape(text, at);
    out.append(text, at, special - at);
    if (special == text.size()) break;
    append_escape(out, text[special]);
    at = special + 1;
  }
  out.push_back('"');
}

}  // namespace chitty
