// Creates the daemon's own tables, the same on every engine.
#pragma once

#include "daemon/store/dialect.hpp"

#include <string>

namespace chitty::host::daemon {

// A script that makes those that are missing: chitty_migrations and chitty_migration_tokens (migrations.cpp), events_outbox (abi_events.cpp: whoever
// takes events takes what is there, dialect.hpp says why), chitty_database (which it is: database_record.hpp), chitty_limits
// (limiter.cpp), chitty_answers (what the SDK's `once` has answered), chitty_health (store_check.cpp).
std::string own_tables(const Dialect& dialect);

}  // namespace chitty::host::daemon
