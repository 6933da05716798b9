// The one symbol of tls.so. chittyd and the engine are built together, by one compiler, so C++ classes may cross; exceptions may
// not, since each side has its own C++ runtime.
//
// Why a library of its own, as for PostgreSQL: who does not listen with TLS neither installs nor loads it; and its OpenSSL is the
// system's, so that a security update reaches the listener without a rebuild, while chittyd's own hashes stay linked statically.
#pragma once

#include "daemon/tls/server_tls.hpp"

namespace chitty::host::daemon {

inline constexpr char tls_entry_name[] = "chitty_tls_v1";

// By these files, for the caller, or why not; null if `version` is not the engine's own.
using TlsEntry = Result<std::unique_ptr<ServerTls>>*(const char* version, const TlsFiles& files) noexcept;

}  // namespace chitty::host::daemon
