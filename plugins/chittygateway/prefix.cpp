#include "prefix.hpp"

#include <algorithm>

namespace chittygateway {

using namespace chitty;

namespace {

constexpr std::size_t longest = 1024;

bool is_plain(char c) {
  constexpr std::string_view marks = "-._~!$&'()*+,;=:@";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || marks.find(c) != marks.npos;
}

// Why the segment cannot stand in a path that everybody reads alike; empty: it can.
std::string reason_against(std::string_view segment) {
  if (segment.empty()) return "it has an empty segment";
  const auto name = segment.substr(0, segment.find(';'));
  if (name == "." || name == "..") return "it has a dot segment";
  for (const char c : segment) {
    if (c == '?' || c == '#') return "it must be a path alone, without '" + std::string(1, c) + "'";
    if (c == '%') return "write its characters without encoding";
    if (!is_plain(c)) return "it has a character that must be encoded in a path";
  }
  return {};
}

}  // namespace

Result<std::string> prefix_of(std::string_view text) {
  const auto wrong = [&](const std::string& why) {
    return make_error(Code::invalid_argument, "invalid path '" + std::string(text.substr(0, 100)) + "': " + why, "Write a path such as /api/orders");
  };
  if (text.empty() || text.front() != '/') return wrong("it must begin with '/'");
  if (text.size() > longest) return wrong("it is longer than " + std::to_string(longest) + " characters");
  std::string path(text);
  if (path.size() > 1 && path.back() == '/') path.pop_back();
  if (path == "/") return path;
  for (std::size_t at = 1; at <= path.size();) {
    const auto end = std::min(path.find('/', at), path.size());
    if (const auto why = reason_against(std::string_view(path).substr(at, end - at)); !why.empty()) return wrong(why);
    at = end + 1;
  }
  return path;
}

std::string first_segment(std::string_view prefix) {
  const auto rest = prefix.substr(1);
  return std::string(rest.substr(0, rest.find('/')));
}

bool leads(std::string_view prefix, std::string_view path) {
  return prefix == "/" || (path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/'));
}

}  // namespace chittygateway
