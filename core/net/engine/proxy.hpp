// Which proxy the environment asks for: HTTPS_PROXY, HTTP_PROXY (in lower case only, as anyone can set a CGI's
// HTTP_PROXY by a header), ALL_PROXY, NO_PROXY.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "net/url.hpp"

namespace chitty::host {

struct Proxy {
  Url url;
  std::string authorization;  // "Basic …", or empty
  std::string variable;       // where it was found, for sentences
};

// The proxy for `url`, or none: loopback is never sent through one, nor what NO_PROXY names. CONFIGURATION if the
// variable's value is no http address.
Result<std::optional<Proxy>> proxy_for(const Url& url);

// NO_PROXY: "*", or names (with their subdomains), addresses in any spelling, networks (a.b.c.d/n), each with an optional
// port ([v6]:port); by comma or blank. An address is excepted by an address or a network only, never by its last digits.
bool is_excepted(const Url& url, std::string_view no_proxy);

bool is_loopback(std::string_view host);

}  // namespace chitty::host
