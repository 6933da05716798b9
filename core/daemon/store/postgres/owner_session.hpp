// The owner's work on PostgreSQL: rows by COPY, statements that somebody has typed by the extended protocol.
#pragma once

#include "daemon/store/owner_session.hpp"
#include "daemon/store/postgres/address.hpp"

namespace chitty::host::daemon {

Result<std::unique_ptr<OwnerSession>> postgres_owner_session(const PostgresAddress& address, bool read_only);

}  // namespace chitty::host::daemon
