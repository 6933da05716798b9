#include "daemon/admin/schema/difference.hpp"

namespace chitty::host::daemon {
namespace {

enum Turn { drop_foreign = 1,
            drop_small,
            drop_constraint,
            sequences,
            create,
            columns,
            drop_column,
            constraint,
            drop_table,
            index,
            foreign,
            trigger };

bool is_foreign(const std::string& text) { return text.starts_with("FOREIGN KEY"); }
std::string alter(const std::string& table) { return "ALTER TABLE " + sql_name(table) + " "; }

// A default that counts needs what it counts with.
void sequence_of(std::vector<std::string>& sql, const Piece& column) {
  constexpr std::string_view before = "nextval('";
  const auto at = column.fallback.find(before);
  if (at == std::string::npos) return;
  const auto from = at + before.size(), end = column.fallback.find('\'', from);
  if (end != std::string::npos) sql.push_back("CREATE SEQUENCE IF NOT EXISTS " + column.fallback.substr(from, end - from));
}

void column_changed(Change& change, const TableText& from, const TableText& to) {
  const auto* before = from.piece("column", change.name);
  const auto* after = to.piece("column", change.name);
  const auto column = "COLUMN " + sql_name(change.name), table = alter(change.table);
  change.turn = columns;
  if (!after) {
    change.turn = drop_column, change.sql = {table + "DROP " + column}, change.hazard = "its values are deleted";
    return;
  }
  sequence_of(change.sql, *after);
  if (!before) {
    change.sql.push_back(table + "ADD " + column + " " + after->text);
    if (after->required && after->fallback.empty() && after->text.find(" GENERATED ") == std::string::npos) change.hazard = "fails where the table has rows: nothing says what it is to be";
    return;
  }
  const bool generated = (before->text + after->text).find(" GENERATED ") != std::string::npos;
  if (generated) {  // who makes its values cannot be changed in place
    change.sql.push_back(table + "DROP " + column);
    change.sql.push_back(table + "ADD " + column + " " + after->text);
    change.hazard = "its values are made anew";
    return;
  }
  if (before->fallback != after->fallback && !before->fallback.empty()) change.sql.push_back(table + "ALTER " + column + " DROP DEFAULT");
  if (before->type != after->type) {
    change.sql.push_back(table + "ALTER " + column + " TYPE " + after->type + " USING " + sql_name(change.name) + "::" + after->type);
    change.hazard = "rewrites the table under a lock, and fails where a value does not fit";
  }
  if (before->fallback != after->fallback && !after->fallback.empty()) change.sql.push_back(table + "ALTER " + column + " SET DEFAULT " + after->fallback);
  if (before->required == after->required) return;
  change.sql.push_back(table + "ALTER " + column + (after->required ? " SET" : " DROP") + " NOT NULL");
  if (after->required) change.hazard = "reads the table under a lock, and fails where a row has none";
}

void piece_changed(Change& change) {
  const bool goes = change.change != "added", comes = change.change != "removed";
  if (change.kind == "constraint") {
    const bool is_key = is_foreign(change.before + change.after);
    change.turn = !comes ? (is_key ? drop_foreign : drop_constraint) : is_key ? foreign
                                                                              : constraint;
    if (goes) change.sql.push_back(alter(change.table) + "DROP CONSTRAINT " + sql_name(change.name));
    if (comes) change.sql.push_back(alter(change.table) + "ADD CONSTRAINT " + sql_name(change.name) + " " + change.after);
    if (comes) change.hazard = "reads the table under a lock, and fails where rows do not keep to it";
    return;
  }
  const bool is_index = change.kind == "index";
  change.turn = !comes ? drop_small : is_index ? index
                                               : trigger;
  if (goes) change.sql.push_back(is_index ? "DROP INDEX " + sql_name(change.name) : "DROP TRIGGER " + sql_name(change.name) + " ON " + sql_name(change.table));
  if (comes) change.sql.push_back(change.after);
  if (comes && is_index) change.hazard = "keeps writers waiting while it is built";
}

// What other tables are needed for comes once they are all there.
void table_added(std::vector<Change>& changes, const TableText& to) {
  std::vector<std::string> later;
  auto& made = changes.front();
  made.turn = create;
  for (const auto& piece : to.pieces) {
    if (piece.kind == "column") sequence_of(made.sql, piece);
    if (piece.kind == "constraint" && is_foreign(piece.text)) later.push_back(piece.name);
  }
  made.sql.push_back(create_table(to, to.name, later));
  for (const auto& name : later) changes.push_back({"constraint", to.name, name, "added", "", to.piece("constraint", name)->text, {alter(to.name) + "ADD CONSTRAINT " + sql_name(name) + " " + to.piece("constraint", name)->text}, {}, foreign});
  for (const auto& piece : to.pieces)
    if (piece.kind == "index" || piece.kind == "trigger") changes.push_back({piece.kind, to.name, piece.name, "added", "", piece.text, {piece.text}, {}, piece.kind == "index" ? index : trigger});
}

}  // namespace

void bridge_postgres(std::vector<Change>& changes, const TableText* from, const TableText* to) {
  if (!from) return table_added(changes, *to);
  if (!to) {
    changes.front().turn = drop_table, changes.front().hazard = "its rows are deleted";
    changes.front().sql = {"DROP TABLE " + sql_name(from->name) + " CASCADE"};
    return;
  }
  for (auto& change : changes) change.kind == "column" ? column_changed(change, *from, *to) : piece_changed(change);
}

}  // namespace chitty::host::daemon
