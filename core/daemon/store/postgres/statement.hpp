// A statement as PostgreSQL keeps it: numbered parameters, their types, its name on the connection.
#pragma once

#include "daemon/store/prepared.hpp"

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <vector>

namespace chitty::host::daemon {

struct PostgresStatement final : Prepared {
  explicit PostgresStatement(std::shared_ptr<std::vector<std::string>> bin) : retired(std::move(bin)) {}
  ~PostgresStatement() override { retire(); }
  void retire() {  // the connection forgets it when it next can
    if (!name.empty()) retired->push_back(std::move(name));
    name.clear();
  }

  // INVALID_ARGUMENT for a text that PostgreSQL cannot hold.
  Result<void> bind();
  bool send(PGconn* connection) const;  // false: the connection is lost

  std::string sql, name;  // without a name it is sent whole each time
  std::vector<Oid> types;

 private:
  std::shared_ptr<std::vector<std::string>> retired;
  std::vector<std::string> texts_;
  std::vector<const char*> values_;
};

// The type that a place should have instead of the one that PostgreSQL has found for it, or 0. A place takes the type that
// the statement gives it: a column's, a function's. Where that is text for want of any other, or an integer that is too
// small, a number's own type is better: SELECT :n AS n shall give a number.
Oid better_type(const Prepared::Slot& slot, Oid found);
Oid own_type(const Prepared::Slot& slot);

}  // namespace chitty::host::daemon
