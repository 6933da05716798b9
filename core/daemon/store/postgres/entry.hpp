// The one symbol of postgres.so. chittyd and the engine are built together, by one compiler, so C++ classes may cross;
// exceptions may not, since each side has its own C++ runtime.
//
// Why a library that is opened when a database asks for it, and not libpq linked into chittyd: libpq brings some twenty
// libraries (OpenSSL, Kerberos, LDAP, SASL, GnuTLS), which whoever stays with SQLite need neither install nor load; and its
// OpenSSL must not meet the one that is linked statically into chittyd for hashes. This way a security update of OpenSSL
// reaches the database's TLS without a rebuild.
#pragma once

#include "daemon/store/dialect.hpp"

namespace chitty::host::daemon {

inline constexpr char postgres_entry_name[] = "chitty_postgres_v1";

// The dialect of a database by its URL, for the caller, or why there is none; null if `version` is not the engine's own.
using PostgresEntry = Result<std::unique_ptr<Dialect>>*(const char* version, const std::string& url) noexcept;

}  // namespace chitty::host::daemon
