// JSON as it stands: members read without a tree being made of the rest. For what a request hands on and does not
// compute with: columns of a row, parameters of a path. Its other side is json_text.hpp. Any thread; a view lives as
// long as its text.
#ifndef CHITTY_JSON_VIEW_HPP
#define CHITTY_JSON_VIEW_HPP

#include <algorithm>
#include <boost/json/parse.hpp>
#include <string>
#include <string_view>

namespace chitty {

namespace detail {

void skip_space(std::string_view& rest);

// Behind the string that begins at `at`.
std::size_t end_of_string(std::string_view text, std::size_t at);

// Take one value off the front. The text is JSON that the host has written: it is not checked again.
std::string_view take_value(std::string_view& rest);

// What a JSON string says; empty for any other value.
std::string unquoted(std::string_view value);

bool is_name(std::string_view quoted, std::string_view name);

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
  std::string_view raw(std::string_view member) const;

  // A string's text; empty when it is absent or something else.
  std::string text(std::string_view member) const { return detail::unquoted(raw(member)); }

 private:
  std::string_view object_;
};

}  // namespace chitty

#endif  // CHITTY_JSON_VIEW_HPP
