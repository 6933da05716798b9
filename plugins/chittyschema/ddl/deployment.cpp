#include "deployment.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace chittyschema::ddl {

using namespace chitty;

namespace {

const std::string ours = "chitty_schemas";

Result<Planned> plan_one(Database& database, const Wanted& schema, bool has_ours) {
  const json::value document = schema.document;
  CHITTY_TRY(const auto table, table_of(schema.name, document, database.engine()));
  Planned planned{schema, "created", {table.create(database.engine())}};
  std::vector<Database::Row> known;
  if (has_ours) {
    CHITTY_TRY(known, database.run("SELECT version, document FROM chitty_schemas WHERE name = $1", {schema.name}));
  }
  CHITTY_TRY(const bool there, database.has_table(schema.name));
  if (!there) return planned;
  if (known.empty())
    return make_error(Code::conflict, "the database has a table '" + schema.name + "' already, which was not deployed from a schema", "Register the schema under another name: chitty schema register NAME FILE");
  CHITTY_TRY(const auto before, table_of(schema.name, json::parse(known[0][1]), database.engine()));
  CHITTY_TRY(planned.statements, alter(before, table, database.engine()));
  planned.state = planned.statements.empty() && known[0][0] == schema.version ? "unchanged" : "altered";
  return planned;
}

}  // namespace

Result<std::vector<Planned>> plan(Database& database, const std::vector<Wanted>& schemas) {
  CHITTY_TRY(const bool has_ours, database.has_table(ours));
  std::vector<Planned> all;
  for (const auto& one : schemas) {
    CHITTY_TRY(auto planned, plan_one(database, one, has_ours));
    all.push_back(std::move(planned));
  }
  return all;
}

Result<void> apply(Database& database, const std::vector<Planned>& all, const std::string& now) {
  CHITTY_DO(database.run("CREATE TABLE IF NOT EXISTS chitty_schemas (name TEXT PRIMARY KEY, version TEXT NOT NULL, document TEXT NOT NULL, deployed_at TEXT NOT NULL)"));
  for (const auto& one : all) {
    for (const auto& statement : one.statements) CHITTY_DO(database.run(statement));
    CHITTY_DO(database.run(
        "INSERT INTO chitty_schemas (name, version, document, deployed_at) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (name) DO UPDATE SET version = excluded.version, document = excluded.document, deployed_at = excluded.deployed_at",
        {one.schema.name, one.schema.version, json::serialize(one.schema.document), now}));
  }
  CHITTY_DO(database.run("COMMIT"));
  return {};
}

}  // namespace chittyschema::ddl
