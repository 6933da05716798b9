#include "redirect_uri.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <string>

namespace chitty::auth {

namespace {

// Taken apart here: Boost.URL 1.81 takes the host 127.0.0.1.evil.example for the address 127.0.0.1.
struct Parts {
  std::string_view scheme;
  std::string_view host;  // with the brackets of an IPv6 address
  std::string_view port;  // with its colon, or empty
  std::string_view rest;  // path and query
  bool has_authority = false;
};

Parts parts_of(std::string_view uri) {
  Parts parts;
  const auto colon = uri.find(':');
  if (colon == std::string_view::npos) return parts;
  parts.scheme = uri.substr(0, colon);
  parts.rest = uri.substr(colon + 1);
  if (parts.rest.substr(0, 2) != "//") return parts;
  parts.has_authority = true;
  auto authority = parts.rest.substr(2, parts.rest.find_first_of("/?", 2) - 2);
  parts.rest.remove_prefix(2 + authority.size());
  const auto bracket = authority.find(']');
  const auto port = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  parts.host = authority.substr(0, port);
  if (port != std::string_view::npos) parts.port = authority.substr(port);
  return parts;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_port(std::string_view port) {
  if (port.empty()) return true;
  if (port.size() < 2 || port.size() > 6 || !std::all_of(port.begin() + 1, port.end(), is_digit)) return false;
  const auto number = std::stol(std::string(port.substr(1)));
  return number >= 1 && number <= 65'535;
}

// Labels of letters, digits, hyphens and underscores between dots: a name or an IPv4 address.
bool is_name(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  bool begins = true;  // a label
  for (const char c : host) {
    const bool plain = is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (begins ? !plain && c != '_' : !plain && c != '-' && c != '_' && c != '.') return false;
    begins = c == '.';
  }
  return !begins && host.back() != '-';
}

bool is_ipv6(std::string_view host) {
  in6_addr address;
  return host.size() > 2 && host.front() == '[' && host.back() == ']' &&
         ::inet_pton(AF_INET6, std::string(host.substr(1, host.size() - 2)).c_str(), &address) == 1;
}

// RFC 3986 has others, which would be words of their own in a browser's policy ("h;script-src").
bool is_host(std::string_view host) { return is_name(host) || is_ipv6(host); }

// By name, too: programs say it, and every system that people use resolves it to itself (RFC 8252, 8.3 would rather not).
bool is_loopback(std::string_view host) { return host == "127.0.0.1" || host == "[::1]" || host == "localhost"; }

// The characters of RFC 3986, whose % begins a pair of hexadecimal digits; so no line break and no quote can be in it.
bool has_only_uri_characters(std::string_view uri) {
  constexpr std::string_view others = "-._~:/?[]@!$&'()*+,;=%";
  const auto hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
  for (std::size_t i = 0; i < uri.size(); ++i) {
    const char c = uri[i];
    const bool plain = is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!plain && others.find(c) == std::string_view::npos) return false;
    if (c == '%' && (i + 2 >= uri.size() || !hex(uri[i + 1]) || !hex(uri[i + 2]))) return false;
  }
  return true;
}

bool is_app_scheme(std::string_view scheme) {
  const auto plain = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '+'; };
  return scheme.find('.') != std::string_view::npos && scheme.front() >= 'a' && scheme.front() <= 'z' &&
         std::all_of(scheme.begin(), scheme.end(), plain);
}

Error not_allowed(std::string_view why) { return usage_error("A redirect URI " + std::string(why) + "."); }

}  // namespace

Result<void> check_redirect_uri(std::string_view uri) {
  if (uri.empty() || uri.size() > 2048) return not_allowed("has 1 to 2048 characters");
  if (uri.find('#') != std::string_view::npos) return not_allowed("may not have a fragment");
  if (!has_only_uri_characters(uri)) return not_allowed("has only the characters of RFC 3986, others as %XX");
  const auto parts = parts_of(uri);
  if (is_app_scheme(parts.scheme) && !parts.has_authority && parts.rest.substr(0, 1) == "/") return {};
  if (is_app_scheme(parts.scheme) && parts.has_authority && (parts.host.empty() || is_host(parts.host)) && is_port(parts.port)) return {};
  if (parts.scheme != "https" && parts.scheme != "http")
    return not_allowed(
        "begins with https://, http:// on this machine, or an app's own scheme such as com.example.app:/");
  if (parts.host.find('@') != std::string_view::npos || parts.port.find('@') != std::string_view::npos)
    return not_allowed("may not have a user name");
  if (!is_host(parts.host) || !is_port(parts.port))
    return not_allowed("has a host's name or address, and a port only as a number");
  const bool here = is_loopback(parts.host);
  if (parts.scheme == "http" && !here) return not_allowed("may be http only on this machine: http://127.0.0.1/...");
  return {};
}

bool same_redirect_uri(std::string_view registered, std::string_view asked) {
  if (registered == asked) return true;
  const auto one = parts_of(registered), other = parts_of(asked);
  return one.scheme == "http" && other.scheme == "http" && is_loopback(one.host) && one.host == other.host &&
         is_port(other.port) && one.rest == other.rest;
}

std::string redirect_origin(std::string_view uri) {
  const auto parts = parts_of(uri);
  std::string origin = std::string(parts.scheme) + ":";
  if (!parts.has_authority) return origin;
  return origin.append("//").append(parts.host).append(parts.port);
}

std::string policy_source(std::string_view uri) {
  if (!check_redirect_uri(uri)) return {};
  const auto parts = parts_of(uri);
  const auto scheme = std::string(parts.scheme) + ":";
  if (is_app_scheme(parts.scheme) || is_ipv6(parts.host)) return scheme;
  return (scheme + "//").append(parts.host).append(parts.port);
}

std::string with_query(std::string_view uri, std::string_view parameters) {
  std::string whole(uri);
  if (parameters.empty()) return whole;
  const auto question = uri.find('?');
  if (question == std::string_view::npos)
    whole += '?';
  else if (question + 1 != uri.size())
    whole += '&';
  return whole.append(parameters);
}

}  // namespace chitty::auth
