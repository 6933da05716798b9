// An HTTP address in its parts (RFC 3986, by Boost.URL).
#pragma once

#include <chitty/error.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace chitty::host {

struct Url {
  std::string scheme;  // "http" or "https"
  std::string host;    // lower case; an IPv6 address without brackets
  std::uint16_t port = 0;
  std::string target;  // path and query as on the wire, at least "/"

  bool tls() const { return scheme == "https"; }
  std::string host_port() const;  // "acme.example", "[::1]:8080": as in a Host header, the usual port left out
  std::string origin() const { return scheme + "://" + host_port(); }
  std::string text() const { return origin() + target; }
};

// INVALID_ARGUMENT if it is no absolute http or https address, or carries a user name (credentials have their own
// place).
Result<Url> parse_url(std::string_view text);

// Where a Location header leads, seen from `base`. MALFORMED if nowhere.
Result<Url> resolve_location(const Url& base, std::string_view location);

}  // namespace chitty::host
