#include <chitty/json_view.hpp>

namespace chitty {

namespace detail {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

void skip_space(std::string_view& rest) {
  std::size_t first = 0;
  while (first < rest.size() && is_space(rest[first])) ++first;
  rest.remove_prefix(first);
}

std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (std::size_t quote = text.find('"', at + 1); quote != text.npos; quote = text.find('"', quote + 1)) {
    std::size_t before = quote;
    while (text[before - 1] == '\\') --before;  // ends at the opening quotation mark at the latest
    if ((quote - before) % 2 == 0) return quote + 1;
  }
  return text.size();
}

std::string_view take_value(std::string_view& rest) {
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
      while (end < rest.size() && rest[end] != ',' && rest[end] != '}' && rest[end] != ']' && !is_space(rest[end])) ++end;
    }
  } while (depth > 0 && end < rest.size());
  const auto value = rest.substr(0, end);
  rest.remove_prefix(end);
  return value;
}

std::string unquoted(std::string_view value) {
  if (value.size() < 2 || value.front() != '"') return {};
  if (value.find('\\') == value.npos) return std::string(value.substr(1, value.size() - 2));
  return std::string(boost::json::parse(value).as_string());
}

bool is_name(std::string_view quoted, std::string_view name) {
  if (quoted.size() == name.size() + 2 && quoted.substr(1, name.size()) == name) return true;
  return quoted.find('\\') != quoted.npos && unquoted(quoted) == name;
}

}  // namespace detail

std::string_view ObjectView::raw(std::string_view member) const {
  std::string_view found;
  each([&](std::string_view name, std::string_view value) {
    if (!detail::is_name(name, member)) return true;
    found = value;
    return false;
  });
  return found;
}

}  // namespace chitty
