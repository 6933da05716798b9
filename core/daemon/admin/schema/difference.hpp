// What differs between two databases, and the SQL that would bring the first to the second.
#pragma once

#include "daemon/admin/schema/shape.hpp"

#include <string>
#include <vector>

namespace chitty::host::daemon {

struct Change {
  std::string kind;  // "table", "column", "constraint", "index", "trigger"
  std::string table, name;
  std::string change;         // "added", "removed", "changed"
  std::string before, after;  // as text; empty where it is not there
  std::vector<std::string> sql;
  std::string hazard;  // what is lost, or may fail
  int turn = 0;        // when its SQL comes in the whole
};

// By table; of databases of two kinds only what is there and what is not, without SQL. A renamed piece is one that went and one that came:
// nothing is guessed.
std::vector<Change> difference(const Shape& from, const Shape& to);

// All of it, in an order in which it can be run, in one transaction.
std::string script_of(const std::vector<Change>& changes, const std::string& engine);

// What SQL makes a whole database of that shape, in SQLite.
std::string made_anew(const Shape& shape);

// Adds to each change of one table its SQL.
void bridge_sqlite(std::vector<Change>& changes, const TableText* from, const TableText* to);
void bridge_postgres(std::vector<Change>& changes, const TableText* from, const TableText* to);

// A table as it is made, "CREATE TABLE name (…)"; without its indexes and triggers.
std::string create_table(const TableText& table, const std::string& name, const std::vector<std::string>& without = {});

}  // namespace chitty::host::daemon
