// The OpenAPI 3.1 document of a daemon: every route of every service, from their manifests. The same manifests give the same
// text, byte by byte.
#pragma once

#include <optional>

#include "operation.hpp"

namespace chittyconnect::openapi {

// Where a person agrees, and where tokens come from (RFC 8414).
struct OAuthServer {
  std::string authorize, token;
};

struct Around {
  std::string address;  // of the daemon, no slash at the end
  std::string version;
  std::optional<OAuthServer> oauth{};
};

json::object document_of(const std::vector<ServedService>& services, const Around& around);

}  // namespace chittyconnect::openapi
