// SQLite changes little of a table that is there; what it cannot, is made anew beside it and takes its place, rows and all.
#include "daemon/admin/schema/difference.hpp"

#include <algorithm>

namespace chitty::host::daemon {
namespace {

enum Turn { drop_small = 1,
            tables,
            small,
            drop_table };

bool is_small(const Change& change) { return change.kind == "index" || change.kind == "trigger"; }

std::string drop(const Change& change) { return std::string(change.kind == "index" ? "DROP INDEX " : "DROP TRIGGER ") + sql_name(change.name); }

// May it come by ALTER TABLE ADD COLUMN? Not a key, not one that each row must have and nothing gives, not one that is computed.
bool can_be_added(const Piece& column) {
  const auto words = " " + column.key + " ";
  for (const auto* no : {" primary ", " unique ", " generated ", " as ", " references "})
    if (words.find(no) != std::string::npos) return false;
  const bool computed = column.fallback.starts_with("(") || column.fallback.starts_with("current_");
  return !computed && (!column.required || (!column.fallback.empty() && !column.fallback.starts_with("null")));
}

bool only_adds(const std::vector<Change>& changes, const TableText& to) {
  return std::all_of(changes.begin(), changes.end(), [&](const auto& change) {
    return is_small(change) || (change.kind == "column" && change.change == "added" && can_be_added(*to.piece("column", change.name)));
  });
}

std::vector<std::string> anew(const TableText& from, const TableText& to) {
  if (to.is_virtual || from.is_virtual) return {"DROP TABLE " + sql_name(from.name), create_table(to, to.name)};
  const std::string made = "chitty_new_" + to.name;
  std::string both;
  for (const auto& piece : to.pieces)
    if (piece.kind == "column" && from.piece("column", piece.name) && (" " + piece.key + " ").find(" generated ") == std::string::npos) both += (both.empty() ? "" : ", ") + sql_name(piece.name);
  std::vector<std::string> sql{create_table(to, made)};
  if (!both.empty()) sql.push_back("INSERT INTO " + sql_name(made) + " (" + both + ") SELECT " + both + " FROM " + sql_name(from.name));
  sql.push_back("DROP TABLE " + sql_name(from.name));
  sql.push_back("ALTER TABLE " + sql_name(made) + " RENAME TO " + sql_name(to.name));
  for (const auto& piece : to.pieces)
    if (piece.kind == "index" || piece.kind == "trigger") sql.push_back(piece.text);
  return sql;
}

std::string hazard_of(const Change& change, const TableText& from, const TableText& to) {
  if (from.is_virtual || to.is_virtual) return "its content is deleted";
  if (change.kind == "column" && change.change == "removed") return "its values are deleted";
  if (change.kind == "constraint" && change.change != "removed") return "fails where rows do not keep to it";
  const auto* column = change.kind == "column" ? to.piece("column", change.name) : nullptr;
  if (column && change.change == "added" && column->required && column->fallback.empty()) return "fails where the table has rows: nothing says what it is to be";
  if (column && column->required && change.change == "changed") return "fails where a row has none";
  return {};
}

}  // namespace

void bridge_sqlite(std::vector<Change>& changes, const TableText* from, const TableText* to) {
  if (!from || !to) {
    auto& change = changes.front();
    change.turn = from ? drop_table : tables;
    if (from) {
      change.sql = {"DROP TABLE " + sql_name(from->name)}, change.hazard = "its rows are deleted";
      return;
    }
    change.sql = {create_table(*to, to->name)};
    for (const auto& piece : to->pieces)
      if (piece.kind == "index" || piece.kind == "trigger") change.sql.push_back(piece.text);
    return;
  }
  const bool adds = only_adds(changes, *to);
  bool is_made = false;
  for (auto& change : changes) {
    if (is_small(change)) {
      if (!adds) continue;  // goes and comes with the table
      change.turn = change.change == "added" ? small : drop_small;
      if (change.change != "added") change.sql.push_back(drop(change));
      if (change.change != "removed") change.sql.push_back(change.after);
      continue;
    }
    change.turn = tables;
    change.hazard = hazard_of(change, *from, *to);
    if (adds) change.sql = {"ALTER TABLE " + sql_name(to->name) + " ADD COLUMN " + sql_name(change.name) + " " + change.after};
    else if (!is_made) change.sql = anew(*from, *to);
    is_made = true;
  }
}

}  // namespace chitty::host::daemon
