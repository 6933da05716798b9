// LISTEN and NOTIFY of PostgreSQL. All daemons of a database use the one channel `chitty_changes`; what is told is a service's name.
#pragma once

#include "daemon/store/change_channel.hpp"
#include "daemon/store/postgres/address.hpp"

#include <memory>

namespace chitty::host::daemon {

// A connection of its own, beside those of `connections=`. CONFIGURATION as for any other.
Result<std::unique_ptr<ChangeChannel>> postgres_change_channel(const PostgresAddress& address);

}  // namespace chitty::host::daemon
