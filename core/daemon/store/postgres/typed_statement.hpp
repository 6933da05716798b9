// One statement that somebody has typed: by the extended protocol, which takes one and no more, in a transaction that ends with it.
#pragma once

#include "daemon/store/owner_session.hpp"

#include <libpq-fe.h>

#include <memory>
#include <string>

namespace chitty::host::daemon {

struct ClearTyped {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultOf = std::unique_ptr<PGresult, ClearTyped>;

std::string name_in_sql(PGconn* connection, const std::string& name);

// failure_of in the words that the owner may see: the server's own, with where in the statement. CANCELLED when it was interrupted.
Error typed_failure(const PGresult* result);

// As OwnerSession::query. READ ONLY leaves ways round (functions that write, COPY TO PROGRAM): the statement must be a query, and what
// it reads is looked up in its plan.
Result<std::uint64_t> run_typed(PGconn* connection, const std::string& sql, const Guard& guard, const TakeNames& names, const TakeCells& take);

}  // namespace chitty::host::daemon
