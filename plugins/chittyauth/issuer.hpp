// What an authorization server says of itself (RFC 8414; OpenID Connect Discovery 1.0), as far as a client needs it.
#pragma once

#include <chitty/error.hpp>
#include <string>
#include <string_view>

namespace chitty::auth {

struct Issuer {
  std::string name;                       // its identifier, as it writes it itself
  std::string remote;                     // by which requests reach it; empty: the call's own
  std::string authorization;              // a URL, for the browser
  std::string token{}, device{}, keys{};  // targets below the remote's base URL; `device` is empty when there is none
  bool always_names_itself = false;       // in the answer to an authorization request (RFC 9207)
};

// From its metadata. `base_url` is where they were asked for: the issuer must be called that (RFC 8414, section 3.3),
// and its endpoints must be below it, since requests go nowhere else. MALFORMED, NOT_SUPPORTED.
Result<Issuer> issuer_of(const json::object& metadata, std::string_view base_url);

}  // namespace chitty::auth
