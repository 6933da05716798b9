// JSON as it stands: members read without a tree being made of the rest. For what a request hands on and does not compute
// with: columns of a row, parameters of a path. Its other side is json_text.hpp. Any thread; a view lives as long as its
// text.
#ifndef CHITTY_JSON_VIEW_HPP
#define CHITTY_JSON_VIEW_HPP

#include <algorithm>
#include <boost/json/parse.hpp>
#include <string>
#include <string_view>

namespace chitty {

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

#endif  // CHITTY_JSON_VIEW_HPP
