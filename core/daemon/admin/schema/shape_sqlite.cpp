// SQLite keeps the text of each CREATE; what stands between the parentheses of a table's is taken apart at its commas.
#include "daemon/admin/schema/shape.hpp"
#include "daemon/store/sql_tokens.hpp"

#include <chitty/members.hpp>

#include <boost/json/parse.hpp>

#include <algorithm>
#include <cctype>

namespace chitty::host::daemon {
namespace {

constexpr const char* everything =
    "SELECT json_group_array(json_object('type', type, 'name', name, 'table', tbl_name, 'sql', sql)) FROM"
    " (SELECT type, name, tbl_name, sql FROM main.sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index', 'trigger')"
    " AND tbl_name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tbl_name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')"
    " ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, name)";

// Behind a comment, a text or a quoted name that begins at `at`; `at` itself: there is none.
std::size_t behind_quoted(std::string_view sql, std::size_t at) {
  const auto end_of = [&](std::size_t found, std::size_t size) { return found == std::string_view::npos ? sql.size() : found + size; };
  if (sql.substr(at, 2) == "--") return end_of(sql.find('\n', at), 1);
  if (sql.substr(at, 2) == "/*") return end_of(sql.find("*/", at + 2), 2);
  const char c = sql[at];
  if (c == '[') return end_of(sql.find(']', at), 1);
  if (c != '\'' && c != '"' && c != '`') return at;
  for (auto end = sql.find(c, at + 1); end != std::string_view::npos; end = sql.find(c, end + 2))
    if (end + 1 >= sql.size() || sql[end + 1] != c) return end + 1;
  return sql.size();
}

// Without comments, and with one space where there was any.
std::string in_one_line(std::string_view sql) {
  std::string line;
  const auto space = [&] {
    if (!line.empty() && line.back() != ' ') line += ' ';
  };
  for (std::size_t at = 0; at < sql.size();) {
    const auto end = behind_quoted(sql, at);
    const bool comment = sql.substr(at, 2) == "--" || sql.substr(at, 2) == "/*";
    if (end > at && !comment) line.append(sql.substr(at, end - at));
    else if (comment || std::isspace(static_cast<unsigned char>(sql[at]))) space();
    else line += sql[at];
    at = std::max(end, at + 1);
  }
  while (line.ends_with(' ')) line.pop_back();
  return line.starts_with(' ') ? line.substr(1) : line;
}

// Quotes around a name that needs none do not matter.
std::string key_of(const std::string& text) {
  auto key = sql_tokens(text);
  std::erase(key, '"');
  return key;
}

// What stands between the outer parentheses, at its commas; and what is behind them.
std::vector<std::string> items_of(std::string_view sql, std::string& rest) {
  std::vector<std::string> items;
  std::size_t from = 0, depth = 0;
  for (std::size_t at = 0; at < sql.size();) {
    if (const auto end = behind_quoted(sql, at); end > at) {
      at = end;
      continue;
    }
    const char c = sql[at];
    if (c == '(' && ++depth == 1) from = at + 1;
    const bool ends = depth == 1 && (c == ',' || c == ')');
    if (ends) items.push_back(in_one_line(sql.substr(from, at - from))), from = at + 1;
    if (c == ')' && --depth == 0) {
      rest = in_one_line(sql.substr(at + 1));
      return items;
    }
    ++at;
  }
  return items;
}

// The first name of an item, without its quotes, and what is behind it.
std::pair<std::string, std::string> name_and_text(const std::string& item) {
  auto end = behind_quoted(item, 0);
  const bool is_quoted = end > 0;
  if (!is_quoted) end = std::min(item.find_first_of(" ("), item.size());
  auto name = is_quoted ? item.substr(1, end - 2) : item.substr(0, end);
  auto text = item.substr(end);
  return {name, text.starts_with(' ') ? text.substr(1) : text};
}

bool is_constraint(const std::string& item) {
  const auto word = key_of(item.substr(0, item.find_first_of(" (")));
  return item[0] != '"' && (word == "constraint" || word == "primary" || word == "unique" || word == "check" || word == "foreign");
}

Piece column_of(const std::string& item) {
  auto [name, text] = name_and_text(item);
  Piece column{"column", name, text, key_of(text), {}, {}, false};
  const auto words = " " + column.key + " ";
  column.required = words.find(" not null ") != std::string::npos;
  if (const auto at = words.find(" default "); at != std::string::npos) column.fallback = words.substr(at + 9);
  column.type = column.key.substr(0, column.key.find(' '));
  return column;
}

Piece constraint_of(const std::string& item) {
  const bool named = key_of(item).starts_with("constraint ");
  return {"constraint", named ? name_and_text(item.substr(11)).first : item, item, key_of(item), {}, {}, false};
}

void take_table(Shape& shape, const std::string& name, const std::string& sql) {
  TableText table{name, {}, sql_tokens(sql).starts_with("create virtual"), {}};
  if (table.is_virtual) table.rest = in_one_line(sql);
  else
    for (const auto& item : items_of(sql, table.rest))
      if (!item.empty()) table.pieces.push_back(is_constraint(item) ? constraint_of(item) : column_of(item));
  shape.tables.emplace(name, std::move(table));
}

}  // namespace

Result<Shape> shape_of_sqlite(OwnerSession& session) {
  const auto told = session.run(everything);
  if (!told) return told.error();
  boost::system::error_code ec;
  const auto all = json::parse(told->empty() || !told->front() ? "[]" : *told->front(), ec);
  if (ec || !all.is_array()) return make_error(Code::host_fault, "The database gave a description of itself that cannot be read.");
  Shape shape{"sqlite", {}};
  for (const auto& one : all.get_array()) {
    const auto type = text_in(one, "type"), name = text_in(one, "name"), sql = text_in(one, "sql");
    if (type == "table") take_table(shape, name, sql);
    const auto table = shape.tables.find(text_in(one, "table"));
    if (type == "table" || table == shape.tables.end()) continue;
    const auto text = type == "index" ? in_one_line(sql) : sql;
    table->second.pieces.push_back({type, name, text, key_of(text), {}, {}, false});
  }
  return shape;
}

}  // namespace chitty::host::daemon
