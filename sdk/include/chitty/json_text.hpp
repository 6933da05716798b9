// JSON as it is written: objects, member by member, straight into a reply. For what a request hands on and does not
// compute with, such as columns of a row; all else is Boost.JSON's. Its other side is json_view.hpp. Any thread.
#ifndef CHITTY_JSON_TEXT_HPP
#define CHITTY_JSON_TEXT_HPP

#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace chitty {

namespace detail {

// True if one of these eight bytes has no place in a JSON string: below a space, a quotation mark, a backslash.
inline bool must_escape_any(const char* eight) {
  constexpr std::uint64_t each = 0x0101010101010101, top = 0x8080808080808080;
  std::uint64_t word;
  std::memcpy(&word, eight, sizeof word);
  const auto has_zero = [](std::uint64_t bytes) { return (bytes - each) & ~bytes & top; };
  const auto below_space = (word - each * ' ') & ~word & top;
  return (below_space | has_zero(word ^ (each * '"')) | has_zero(word ^ (each * '\\'))) != 0;
}

inline bool must_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// Where the next character is that must be escaped, from `at` on; the end if there is none.
inline std::size_t next_escape(std::string_view text, std::size_t at) {
  while (at + 8 <= text.size() && !must_escape_any(text.data() + at)) at += 8;
  while (at < text.size() && !must_escape(text[at])) ++at;
  return at;
}

inline void append_escape(std::string& out, char c) {
  static constexpr char digits[] = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
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
      out += "\\u00", out.push_back(digits[byte >> 4]), out.push_back(digits[byte & 15]);
  }
}

}  // namespace detail

// A JSON string: with quotes, escaped (RFC 8259). What a terminal would do with it is the view's business.
inline void append_quoted(std::string& out, std::string_view text) {
  out.push_back('"');
  for (std::size_t at = 0;;) {
    const std::size_t special = detail::next_escape(text, at);
    out.append(text, at, special - at);
    if (special == text.size()) break;
    detail::append_escape(out, text[special]);
    at = special + 1;
  }
  out.push_back('"');
}

// An object as it is written. Each member is given once.
class ObjectText {
 public:
  ObjectText& text(std::string_view name, std::string_view value) {
    append_quoted(begin(name), value);
    return *this;
  }
  ObjectText& number(std::string_view name, std::int64_t value) {
    char digits[24];
    begin(name).append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
    return *this;
  }
  ObjectText& boolean(std::string_view name, bool value) { return raw(name, value ? "true" : "false"); }

  // A value that is JSON already.
  ObjectText& raw(std::string_view name, std::string_view value) {
    begin(name).append(value);
    return *this;
  }

  // All members of another one.
  ObjectText& members(const ObjectText& other) {
    if (!members_.empty() && !other.members_.empty()) members_.push_back(',');
    members_.append(other.members_);
    return *this;
  }

  std::string whole() const {
    std::string object;
    object.reserve(members_.size() + 2);
    return object.append("{").append(members_).append("}");
  }

 private:
  std::string& begin(std::string_view name) {
    if (members_.empty())
      members_.reserve(512);
    else
      members_.push_back(',');
    append_quoted(members_, name);
    members_.push_back(':');
    return members_;
  }

  std::string members_;  // with commas between them
};

// A list as it is written.
class ListText {
 public:
  ListText& add(const ObjectText& object) { return raw(object.whole()); }
  ListText& raw(std::string_view value) {
    if (!values_.empty()) values_.push_back(',');
    values_.append(value);
    return *this;
  }
  std::string whole() const { return "[" + values_ + "]"; }

 private:
  std::string values_;
};

}  // namespace chitty

#endif  // CHITTY_JSON_TEXT_HPP
