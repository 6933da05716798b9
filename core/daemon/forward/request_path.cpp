#include "daemon/forward/request_path.hpp"

#include <algorithm>

namespace chitty::host::daemon {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

bool is_unreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_' || c == '~';
}

Error ambiguous(const std::string& what) {
  return usage_error("The request's address has " + what + ", which could be read in two ways.", "Send the address without it.");
}

// One segment to `path`, with its encodings in one form.
Result<void> add_segment(std::string_view segment, std::string& path) {
  static constexpr char upper[] = "0123456789ABCDEF";
  for (std::size_t i = 0; i < segment.size(); ++i) {
    const char c = segment[i];
    if (c == '\\' || static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) return ambiguous("a backslash or a control character");
    if (c != '%') {
      path.push_back(c);
      continue;
    }
    const int high = i + 2 < segment.size() ? hex_digit(segment[i + 1]) : -1, low = high < 0 ? -1 : hex_digit(segment[i + 2]);
    if (low < 0) return usage_error("The request's address has a %-sign that encodes nothing.");
    const char decoded = static_cast<char>(high * 16 + low);
    if (decoded == '/' || decoded == '\\' || decoded == 0) return ambiguous("an encoded slash, backslash or NUL");
    i += 2;
    if (is_unreserved(decoded)) path.push_back(decoded);
    else path.append({'%', upper[high], upper[low]});
  }
  return {};
}

}  // namespace

Result<std::string> normalised_path(std::string_view target) {
  target = target.substr(0, target.find_first_of("?#"));
  if (!target.starts_with('/')) return usage_error("The request's address is not a path.", "Begin it with a slash.");
  std::string path;
  path.reserve(target.size());
  for (std::size_t at = 0; at < target.size();) {
    const std::size_t end = std::min(target.find('/', at + 1), target.size());
    const std::size_t begin = path.size();
    path.push_back('/');
    if (auto added = add_segment(target.substr(at + 1, end - at - 1), path); !added) return added.error();
    const std::string_view segment = std::string_view(path).substr(begin + 1);
    const std::string_view plain = segment.substr(0, segment.find(';'));
    const bool up = plain == "..", dot = up || plain == ".";
    if (dot && plain.size() != segment.size()) return ambiguous("a dot segment with parameters");
    if (dot) {
      const std::size_t before = up && begin > 0 ? path.rfind('/', begin - 1) : begin;
      path.resize(before);
      if (end == target.size()) path.push_back('/');  // "/a/." is "/a/"
    }
    at = end;
  }
  return path;
}

bool leads_to(std::string_view prefix, std::string_view path) {
  if (prefix == "/") return path.starts_with('/');
  return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

}  // namespace chitty::host::daemon
