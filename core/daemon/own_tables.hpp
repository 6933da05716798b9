// The daemon's own tables, the same on every engine.
#pragma once

#include "daemon/dialect.hpp"

#include <string>

namespace chitty::daemon {

// A script that makes those that are missing: chitty_migrations (migrations.cpp), events_outbox (events_table.cpp: whoever
// takes events takes what is there, dialect.hpp says why), chitty_limits (limiter.cpp), chitty_answers (what the SDK's
// `once` has answered).
std::string own_tables(const Dialect& dialect);

}  // namespace chitty::daemon
