// What tables a database has, with their columns, constraints, indexes and triggers: as text of its own SQL, comparable piece by piece.
#pragma once

#include "daemon/store/owner_session.hpp"

#include <map>
#include <string>
#include <vector>

namespace chitty::host::daemon {

struct Piece {
  std::string kind;  // "column", "constraint", "index", "trigger"
  std::string name;  // of a constraint without one: what it says
  std::string text;  // behind the name where a table is made: "TEXT NOT NULL"; of an index and a trigger the whole statement
  std::string key;   // the text without what does not matter; the same key is the same piece
  // Of a column.
  std::string type, fallback;
  bool required = false;
};

struct TableText {
  std::string name;
  std::string rest;  // behind the closing parenthesis; of a virtual table the whole statement
  bool is_virtual = false;
  std::vector<Piece> pieces;  // columns in their order, then constraints, indexes, triggers

  const Piece* piece(const std::string& kind, const std::string& name) const;
};

struct Shape {
  std::string engine;  // "sqlite", "postgresql"
  std::map<std::string, TableText> tables;
};

// Of the database behind the session. Views, functions and rights are not in it.
Result<Shape> shape_of(OwnerSession& session);

Result<Shape> shape_of_sqlite(OwnerSession& session);
Result<Shape> shape_of_postgres(OwnerSession& session);

std::string sql_name(std::string_view name);

}  // namespace chitty::host::daemon
