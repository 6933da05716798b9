// A schema as a table: what SQL can hold of it, for PostgreSQL and for SQLite.
#pragma once

#include <chitty/error.hpp>

#include <boost/json/value.hpp>
#include <string>
#include <vector>

namespace chittyschema::ddl {

namespace json = boost::json;

enum class Engine {
  postgres,
  sqlite,
};

struct Column {
  std::string name, type;           // SQL's
  std::vector<std::string> checks;  // conditions
  std::string fallback;             // SQL of the default; empty: none
  bool required = false, key = false;

  bool operator==(const Column&) const = default;
  std::string definition(Engine engine, bool in_table) const;
};

struct Table {
  std::string name;
  std::vector<Column> columns;

  std::string create(Engine engine) const;
};

// INVALID_ARGUMENT: the schema is not one of objects with declared members, or a name is too long for the engine.
chitty::Result<Table> table_of(const std::string& name, const json::value& schema, Engine engine);

// What makes of a table that was deployed the new one. REFUSED names what cannot be done to a table that has rows.
chitty::Result<std::vector<std::string>> alter(const Table& before, const Table& after, Engine engine);

std::string quoted_name(const std::string& name);
std::string quoted_text(const std::string& text);

}  // namespace chittyschema::ddl
