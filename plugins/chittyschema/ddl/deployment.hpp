// Schemas into a database: what is to be done, and doing it, in one transaction.
#pragma once

#include <boost/json/object.hpp>

#include "database.hpp"

namespace chittyschema::ddl {

struct Wanted {
  std::string name, version;
  json::object document;
};

struct Planned {
  Wanted schema;
  std::string state;  // "created", "altered", "unchanged"
  std::vector<std::string> statements;
};

// Within the database's transaction: what each schema needs there. What was deployed before stands in the table chitty_schemas.
// CONFLICT: a table of that name is there which nobody has deployed.
chitty::Result<std::vector<Planned>> plan(Database& database, const std::vector<Wanted>& schemas);

// Within the same; commits.
chitty::Result<void> apply(Database& database, const std::vector<Planned>& all, const std::string& now);

}  // namespace chittyschema::ddl
