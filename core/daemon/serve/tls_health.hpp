// What /health says of the listener with TLS: where it is, and until when its certificate holds.
#pragma once

#include "daemon/serve/readiness.hpp"
#include "daemon/tls/server_tls.hpp"

#include <optional>
#include <string>

namespace chitty::host::daemon {

constexpr int warn_days = 14;  // before the certificate's end: a warning

// {"address":"https://…","names":[…],"issuer":"…","expiresAt":"2026-…"}
std::string tls_object(const std::string& address, const ServerTls::Facts& facts);

// A certificate that is not valid, or not for much longer, at that time.
std::optional<Fault> tls_fault(const ServerTls::Facts& facts, std::int64_t now);

}  // namespace chitty::host::daemon
