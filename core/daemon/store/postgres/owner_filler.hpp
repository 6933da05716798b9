// Rows into one table by COPY, some thousands at a time, each lot under a savepoint. In a lot that is refused, the row at fault is
// found, told and left out.
#pragma once

#include "daemon/store/owner_session.hpp"

#include <libpq-fe.h>

namespace chitty::host::daemon {

Result<std::unique_ptr<TableFiller>> postgres_filler(PGconn* connection, const TableShape& table, const std::vector<std::size_t>& columns,
                                                     std::function<Result<void>(const RowFault&)> faulty);

}  // namespace chitty::host::daemon
