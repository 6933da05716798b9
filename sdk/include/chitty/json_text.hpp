// JSON as text: objects written member by member straight into a reply, and members read without a tree being made of
// the rest. For what a request hands on and does not compute with: columns of a row, parameters of a path. All else is
// Boost.JSON's. Any thread; a view lives as long as its text.
#ifndef CHITTY_JSON_TEXT_HPP
#define CHITTY_JSON_TEXT_HPP

#include <algorithm>
#include <boost/json/parse.hpp>
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

namespace detail {

inline void skip_space(std::string_view& rest) {
  const auto first = rest.find_first_not_of(" \t\r\n");
  rest.remove_prefix(first == rest.npos ? rest.size() : first);
}

// Behind the string that begins at `at`.
inline std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (std::size_t quote = text.find('"', at + 1); quote != text.npos; quote = text.find('"', quote + 1)) {
    std::size_t before = quote;
    while (text[before - 1] == '\\') --before;  // ends at the opening quotation mark at the latest
    if ((quote - before) % 2 == 0) return quote + 1;
  }
  return text.size();
}

// Take one value off the front. The text is JSON that the host has written: it is not checked again.
inline std::string_view take_value(std::string_view& rest) {
  skip_space(rest);
  std::size_t end = 0, depth = 0;
  do {
    const char c = end < rest.size() ? rest[end] : ']';
    if (c == '"') {
      end = end_of_string(rest, end);
    } else if (c == '{' || c == '[') {
      ++depth, ++end;
    } else if (c == '}' || c == ']') {
      if (depth == 0) break;
      --depth, ++end;
    } else if (depth > 0) {
      ++end;
    } else {
      end = std::min(rest.find_first_of(",}] \t\r\n", end), rest.size());
    }
  } while (depth > 0 && end < rest.size());
  const auto value = rest.substr(0, end);
  rest.remove_prefix(end);
  return value;
}

// What a JSON string says; empty for any other value.
inline std::string unquoted(std::string_view value) {
  if (value.size() < 2 || value.front() != '"') return {};
  if (value.find('\\') == value.npos) return std::string(value.substr(1, value.size() - 2));
  return std::string(boost::json::parse(value).as_string());
}

inline bool is_name(std::string_view quoted, std::string_view name) {
  if (quoted.size() == name.size() + 2 && quoted.substr(1, name.size()) == name) return true;
  return quoted.find('\\') != quoted.npos && unquoted(quoted) == name;
}

}  // namespace detail

// Members of an object's text, which the host has written. For a few of them; whoever needs all makes a tree.
class ObjectView {
 public:
  explicit ObjectView(std::string_view object) : object_(object) {}

  // Each member's name, in quotes, and its value, in JSON as it stands there; `take` returns false to stop.
  template <class Take>
  void each(Take&& take) const {
    auto rest = object_;
    detail::skip_space(rest);
    while (!rest.empty()) {
      rest.remove_prefix(1);  // the brace, then each comma
      const auto name = detail::take_value(rest);
      detail::skip_space(rest);
      if (name.empty() || rest.empty()) return;
      rest.remove_prefix(1);  // the colon
      if (!take(name, detail::take_value(rest))) return;
      detail::skip_space(rest);
    }
  }

  // The value as it stands there; empty when there is no such member.
  std::string_view raw(std::string_view member) const {
    std::string_view found;
    each([&](std::string_view name, std::string_view value) {
      if (!detail::is_name(name, member)) return true;
      found = value;
      return false;
    });
    return found;
  }

  // A string's text; empty when it is absent or something else.
  std::string text(std::string_view member) const { return detail::unquoted(raw(member)); }

 private:
  std::string_view object_;
};

}  // namespace chitty

#endif  // CHITTY_JSON_TEXT_HPP
