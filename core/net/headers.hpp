// Header fields, and the head of a request: one function for what --dry-run shows and for what goes on the wire.
#pragma once

#include <string>
#include <string_view>

#include "net/transport.hpp"
#include "net/url.hpp"

namespace chitty::host {

bool same_name(std::string_view a, std::string_view b);  // field names, in any case

// The value of the first field `name`, or empty.
std::string_view find_header(const Headers& headers, std::string_view name);

// Fields whose values are shown as "***" and never follow a redirect to another host: Authorization, Cookie, *-Key,
// *-Token…
bool is_secret_header(std::string_view name);

// GET, HEAD, OPTIONS, PUT, DELETE, or said to be so by the caller: may be sent again.
bool is_repeatable(const HttpRequest& request);

// INVALID_ARGUMENT for a method or field that would break the message: blanks, control characters, line breaks.
Result<void> check_headers(const HttpRequest& request);

// What of a request goes to one address: a redirect may change the method, leave the body, hold back the secrets.
struct Form {
  std::string method;
  bool body = true;
  bool secrets = true;  // the credential and the caller's secret headers
};

// The fields in the order in which they go out, Host first.
Headers wire_headers(const HttpRequest& request, const Form& form, const Url& url, std::string_view user_agent);

// "Name: value" with the secret ones masked, and the one named `secret` whatever its name.
std::string shown_header(std::string_view name, std::string_view value, std::string_view secret = {});

}  // namespace chitty::host
