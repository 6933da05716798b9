// PostgreSQL's words to ours: CONFLICT with details.constraint, INVALID_ARGUMENT, TIMEOUT, HOST_FAULT.
#pragma once

#include <chitty/error.hpp>

#include <libpq-fe.h>

#include <string>

namespace chitty::host::daemon {

// Why the statement with this result failed; a null result is a lost connection.
Error failure_of(const PGresult* result);

// The same of a change that the server may have made: says so if the connection was lost.
Error unknown_outcome(Error error);

// Why there is no connection, from libpq's words, with what to do about it. CONFIGURATION.
Error connect_failure(const std::string& words, const std::string& shown);

// Must the statement be prepared anew? A table was changed under it, or a pooler has handed on another session.
bool wants_preparing(const PGresult* result);

}  // namespace chitty::host::daemon
