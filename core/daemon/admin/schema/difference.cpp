#include "daemon/admin/schema/difference.hpp"

#include <algorithm>
#include <set>

namespace chitty::host::daemon {
namespace {

std::string words_of(const TableText& table) {
  const auto columns = std::count_if(table.pieces.begin(), table.pieces.end(), [](const auto& piece) { return piece.kind == "column"; });
  return table.is_virtual ? table.rest : std::to_string(columns) + (columns == 1 ? " column" : " columns");
}

Change piece_changed(const std::string& table, const Piece* before, const Piece* after) {
  const auto& one = before ? *before : *after;
  return {one.kind, table, one.name, !before ? "added" : !after ? "removed"
                                                                : "changed",
          before ? before->text : "",
          after ? after->text : "",
          {},
          {},
          0};
}

void compare_pieces(std::vector<Change>& changes, const TableText& from, const TableText& to, bool by_text) {
  for (const auto& piece : from.pieces)
    if (const auto* other = to.piece(piece.kind, piece.name); !other || (by_text && other->key != piece.key)) changes.push_back(piece_changed(from.name, &piece, other));
  for (const auto& piece : to.pieces)
    if (!from.piece(piece.kind, piece.name)) changes.push_back(piece_changed(to.name, nullptr, &piece));
}

// A column that moved to another place is the same column.
std::vector<Change> of_table(const TableText* from, const TableText* to, bool one_engine) {
  std::vector<Change> changes;
  if (!from || !to) {
    changes.push_back({"table", from ? from->name : to->name, "", from ? "removed" : "added", from ? words_of(*from) : "", to ? words_of(*to) : "", {}, {}, 0});
    return changes;
  }
  if (one_engine && (from->rest != to->rest || from->is_virtual != to->is_virtual)) changes.push_back({"table", from->name, "", "changed", from->rest, to->rest, {}, {}, 0});
  compare_pieces(changes, *from, *to, one_engine);
  // The names of constraints, and what is made without one, are each engine's own.
  if (!one_engine) std::erase_if(changes, [](const auto& change) { return change.kind == "constraint" || change.kind == "trigger"; });
  return changes;
}

}  // namespace

std::vector<Change> difference(const Shape& from, const Shape& to) {
  const bool one_engine = from.engine == to.engine;
  std::set<std::string> names;
  for (const auto* shape : {&from, &to})
    for (const auto& [name, table] : shape->tables) names.insert(name);
  std::vector<Change> all;
  for (const auto& name : names) {
    const auto before = from.tables.find(name), after = to.tables.find(name);
    const auto* one = before == from.tables.end() ? nullptr : &before->second;
    const auto* other = after == to.tables.end() ? nullptr : &after->second;
    auto changes = of_table(one, other, one_engine);
    if (one_engine && !changes.empty()) (from.engine == "sqlite" ? bridge_sqlite : bridge_postgres)(changes, one, other);
    std::move(changes.begin(), changes.end(), std::back_inserter(all));
  }
  return all;
}

std::string script_of(const std::vector<Change>& changes, const std::string& engine) {
  std::vector<const Change*> order;
  for (const auto& change : changes)
    if (!change.sql.empty()) order.push_back(&change);
  if (order.empty()) return {};
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->turn < b->turn; });
  // A table is made anew under another name: what refers to it is not to be deleted meanwhile, nor to follow the names.
  const bool is_sqlite = engine == "sqlite";
  std::string script = is_sqlite ? "PRAGMA foreign_keys = OFF;\nPRAGMA legacy_alter_table = ON;\nBEGIN;\n" : "BEGIN;\n";
  for (const auto* change : order) {
    if (!change->hazard.empty()) script += "-- " + change->table + (change->name.empty() ? "" : "." + change->name) + ": " + change->hazard + "\n";
    for (const auto& sql : change->sql) script += sql + ";\n";
  }
  return script + (is_sqlite ? "COMMIT;\nPRAGMA legacy_alter_table = OFF;\nPRAGMA foreign_keys = ON;\n" : "COMMIT;\n");
}

std::string create_table(const TableText& table, const std::string& name, const std::vector<std::string>& without) {
  if (table.is_virtual) return table.rest;
  std::string body;
  for (const auto& piece : table.pieces) {
    if (piece.kind != "column" && piece.kind != "constraint") continue;
    if (std::find(without.begin(), without.end(), piece.name) != without.end()) continue;
    const bool bare = piece.kind == "constraint" && piece.text.starts_with(piece.name.substr(0, 1)) && piece.name == piece.text;
    const bool whole = piece.kind == "constraint" && (bare || piece.key.starts_with("constraint "));
    body += (body.empty() ? "" : ", ") + (whole ? piece.text : (piece.kind == "constraint" ? "CONSTRAINT " : "") + sql_name(piece.name) + (piece.text.empty() ? "" : " " + piece.text));
  }
  return "CREATE TABLE " + sql_name(name) + " (" + body + ")" + (table.rest.empty() ? "" : " " + table.rest);
}

std::string made_anew(const Shape& shape) {
  std::string script;
  for (const auto& [name, table] : shape.tables) script += create_table(table, name) + ";\n";
  for (const auto& [name, table] : shape.tables)
    for (const auto& piece : table.pieces)
      if (piece.kind == "index" || piece.kind == "trigger") script += piece.text + ";\n";
  return script;
}

}  // namespace chitty::host::daemon
