// From the URL of a PostgreSQL database to what libpq is told: read by libpq's own parser, held to our rules for TLS.
//
//   postgres://USER:PASSWORD@HOST:PORT/NAME?sslmode=verify-full&sslrootcert=FILE     also postgresql://, neon://
//
// The server's certificate is verified, name and all, against the system's authorities or those of `sslrootcert`. Less than
// that (sslmode=disable, require, …) is for this very machine, and only where the URL says it. A socket in the file system
// (no host, or a path) has no TLS. All other parameters are libpq's (sslcert, channel_binding, target_session_attrs,
// connect_timeout, several hosts, …), and two are ours:
//
//   connections=N   how many this daemon opens at most (20)
//   pooled=yes      the server is a pooler that keeps no session from one transaction to the next (pgbouncer in transaction
//                   mode): nothing is prepared there. Names that have "-pooler" in their first part are taken for one.
#pragma once

#include <chitty/error.hpp>

#include <string>

namespace chitty::host::daemon {

struct PostgresAddress {
  std::string words;  // for PQconnectdb: keywords and values, the password among them
  std::string shown;  // "db.example.com:5432/chitty"
  std::size_t connections = 20;
  bool pooled = false;
};

// CONFIGURATION: not a URL, or one that would send data or the password in the clear. Says neither password nor URL.
Result<PostgresAddress> postgres_address(const std::string& url);

}  // namespace chitty::host::daemon
