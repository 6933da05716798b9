#include "base/allowed_host.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace chitty::host {

namespace {

Error wrong(std::string_view text) {
  return usage_error("'" + std::string(text.substr(0, 100)) + "' is not a host or an address with or without a port", "Write it like 127.0.0.1:11434, [fd00::7]:8080 or model.lan.");
}

bool is_name(std::string_view host) {
  return !host.empty() && host.size() < 254 && host.front() != '.' && host.front() != '-' && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
}

// An IP address in its shortest form; the text itself if it is none.
std::string shortest(const std::string& host) {
  unsigned char bytes[16];
  char text[INET6_ADDRSTRLEN];
  for (const int family : {AF_INET, AF_INET6})
    if (::inet_pton(family, host.c_str(), bytes) == 1 && ::inet_ntop(family, bytes, text, sizeof text)) return text;
  return host;
}

}  // namespace

Result<AllowedHost> parse_allowed_host(std::string_view text) {
  std::string_view host = text, port;
  const auto colon = text.rfind(':');
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos || (end + 1 < text.size() && text[end + 1] != ':')) return wrong(text);
    host = text.substr(1, end - 1);
    port = text.substr(std::min(end + 1, text.size()));
  } else if (colon != std::string_view::npos && text.find(':') == colon) {
    host = text.substr(0, colon);
    port = text.substr(colon);
  }
  AllowedHost reach;
  for (const char c : host) reach.host += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  reach.host = shortest(reach.host);
  const bool six = reach.host.find(':') != std::string::npos;
  unsigned char bytes[16];
  if (text.starts_with('[') && !six) return wrong(text);
  if (six ? ::inet_pton(AF_INET6, reach.host.c_str(), bytes) != 1 : !is_name(reach.host)) return wrong(text);
  if (port.empty()) return reach;
  const auto end = port.data() + port.size();
  const auto read = std::from_chars(port.data() + 1, end, reach.port);
  if (read.ec != std::errc() || read.ptr != end || reach.port == 0) return wrong(text);
  return reach;
}

}  // namespace chitty::host
