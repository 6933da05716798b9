#include "table.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <chitty/members.hpp>
#include <set>

#include "../diff/outline.hpp"

namespace chittyschema::ddl {

using namespace chitty;

namespace {

constexpr std::size_t longest_name = 63;  // bytes, of PostgreSQL; more is cut without a word

std::string doubled(const std::string& text, char quote) {
  std::string out(1, quote);
  for (const char c : text) out += c == quote ? std::string(2, quote) : std::string(1, c);
  return out + quote;
}

std::set<std::string> types_of(const json::object& schema) {
  std::set<std::string> types;
  const auto* type = schema.if_contains("type");
  if (type && type->is_string()) types.emplace(type->get_string());
  if (type && type->is_array())
    for (const auto& one : type->get_array())
      if (one.is_string()) types.emplace(one.get_string());
  if (const auto* list = schema.if_contains("enum"); list && list->is_array() && types.empty())
    for (const auto& one : list->get_array())
      types.insert(one.is_string() ? "string" : one.is_null() ? "null"
                                            : one.is_bool()   ? "boolean"
                                            : one.is_int64()  ? "integer"
                                            : one.is_number() ? "number"
                                                              : "object");
  return types;
}

std::string literal(const json::value& value, Engine engine) {
  if (value.is_string()) return quoted_text(std::string(value.get_string()));
  if (value.is_bool()) return engine == Engine::postgres ? (value.get_bool() ? "TRUE" : "FALSE") : (value.get_bool() ? "1" : "0");
  if (value.is_null()) return "NULL";
  return value.is_number() ? json::serialize(value) : quoted_text(json::serialize(value));
}

class Made {
 public:
  Made(std::string name, json::object schema, Engine engine) : schema_(std::move(schema)), engine_(engine) { column_.name = std::move(name); }

  Column run(bool required) {
    auto types = types_of(schema_);
    const bool nullable = types.erase("null") > 0;
    column_.required = required && !nullable;
    const auto one = types.size() == 1 ? *types.begin() : types == std::set<std::string>{"integer", "number"} ? "number"
                                                                                                              : "";
    if (one == "string") text();
    else if (one == "integer") integer();
    else if (one == "number") number(engine_ == Engine::postgres ? "DOUBLE PRECISION" : "REAL");
    else if (one == "boolean") boolean();
    else structured();
    if (one != "" && one != "object" && one != "array") choices();
    if (const auto* value = schema_.if_contains("default"); value && (one == "" || !value->is_structured())) column_.fallback = literal(*value, engine_);
    return std::move(column_);
  }

 private:
  bool on_postgres() const { return engine_ == Engine::postgres; }
  std::string name() const { return quoted_name(column_.name); }
  void check(const std::string& condition) { column_.checks.push_back(condition); }

  void text() {
    const auto format = text_in(schema_, "format");
    column_.type = "TEXT";
    if (on_postgres() && (format == "date-time" || format == "date" || format == "uuid")) {
      column_.type = format == "date" ? "DATE" : format == "uuid" ? "UUID"
                                                                  : "TIMESTAMPTZ";
      return;
    }
    const std::string length = (on_postgres() ? "char_length(" : "length(") + name() + ")";  // characters, as JSON Schema counts
    if (const auto* least = schema_.if_contains("minLength")) check(length + " >= " + json::serialize(*least));
    if (const auto* most = schema_.if_contains("maxLength")) check(length + " <= " + json::serialize(*most));
  }

  void integer() {
    const auto bound = [&](const char* keyword, double otherwise) {
      const auto* value = schema_.if_contains(keyword);
      return value && value->is_number() ? value->to_number<double>() : otherwise;
    };
    const double least = bound("minimum", -9e18), most = bound("maximum", 9e18);
    column_.type = !on_postgres() ? "INTEGER" : least >= -2147483648.0 && most <= 2147483647.0 ? "INTEGER"
                                                                                               : "BIGINT";
    bounds();
  }

  void number(const std::string& type) {
    column_.type = type;
    bounds();
  }

  void bounds() {
    for (const auto& [keyword, sign] : {std::pair{"minimum", ">="}, {"maximum", "<="}, {"exclusiveMinimum", ">"}, {"exclusiveMaximum", "<"}})
      if (const auto* value = schema_.if_contains(keyword); value && value->is_number()) check(name() + " " + sign + " " + json::serialize(*value));
  }

  void boolean() {
    column_.type = on_postgres() ? "BOOLEAN" : "INTEGER";
    if (!on_postgres()) check(name() + " IN (0, 1)");
  }

  void structured() {
    column_.type = on_postgres() ? "JSONB" : "TEXT";
    if (!on_postgres()) check(name() + " IS NULL OR json_valid(" + name() + ")");
  }

  void choices() {
    std::string list;
    if (const auto* all = schema_.if_contains("enum"); all && all->is_array()) {
      for (const auto& one : all->get_array())
        if (!one.is_null() && !one.is_structured()) list += (list.empty() ? "" : ", ") + literal(one, engine_);
    } else if (const auto* one = schema_.if_contains("const"); one && !one->is_structured() && !one->is_null()) {
      list = literal(*one, engine_);
    }
    if (!list.empty()) check(name() + " IN (" + list + ")");
  }

  json::object schema_;
  Engine engine_;
  Column column_{};
};

Result<void> fits(const std::string& name) {
  if (name.size() <= longest_name && name.find('\0') == name.npos) return {};
  return usage_error("'" + name.substr(0, 40) + "...' cannot be the name of a table or column: it has more than 63 bytes");
}

}  // namespace

std::string quoted_name(const std::string& name) { return doubled(name, '"'); }
std::string quoted_text(const std::string& text) { return doubled(text, '\''); }

std::string Column::definition(Engine, bool in_table) const {
  std::string sql = quoted_name(name) + " " + type;
  if (key && in_table) sql += " PRIMARY KEY";
  if (required) sql += " NOT NULL";
  if (!fallback.empty()) sql += " DEFAULT " + fallback;
  for (const auto& one : checks) sql += " CHECK (" + one + ")";
  return sql;
}

std::string Table::create(Engine engine) const {
  std::string sql = "CREATE TABLE " + quoted_name(name) + " (";
  for (std::size_t i = 0; i < columns.size(); ++i) sql += (i == 0 ? "\n  " : ",\n  ") + columns[i].definition(engine, true);
  return sql + "\n)" + (engine == Engine::sqlite ? " STRICT" : "");
}

Result<Table> table_of(const std::string& name, const json::value& schema, Engine engine) {
  const diff::Outline outline(schema);
  const auto flat = outline.flat(schema);
  const auto* properties = flat.if_contains("properties");
  const auto types = types_of(flat);
  if (!properties || !properties->is_object() || properties->get_object().empty() || (!types.empty() && !types.contains("object")))
    return usage_error("the schema '" + name + "' is not one of objects with declared members, so it makes no table");
  CHITTY_DO(fits(name));
  std::set<std::string> required;
  if (const auto* list = flat.if_contains("required"); list && list->is_array())
    for (const auto& one : list->get_array())
      if (one.is_string()) required.emplace(one.get_string());
  Table table{name, {}};
  std::set<std::string> seen;
  for (const auto& [member, part] : properties->get_object()) {
    CHITTY_DO(fits(std::string(member)));
    auto column = Made(std::string(member), outline.flat(part), engine).run(required.contains(std::string(member)));
    column.key = member == "id" && column.required && column.type != "JSONB";
    auto folded = column.name;
    std::transform(folded.begin(), folded.end(), folded.begin(), [](unsigned char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c); });
    if (engine == Engine::sqlite && !seen.insert(folded).second) return usage_error("the schema '" + name + "' has two members '" + column.name + "' that differ in case alone, which SQLite takes for one");
    table.columns.push_back(std::move(column));
  }
  return table;
}

Result<std::vector<std::string>> alter(const Table& before, const Table& after, Engine engine) {
  std::vector<std::string> statements;
  std::string refused;
  const auto refuse = [&](const std::string& why) { refused += (refused.empty() ? "" : "; ") + why; };
  const auto find = [](const Table& table, const std::string& name) {
    return std::find_if(table.columns.begin(), table.columns.end(), [&](const auto& one) { return one.name == name; });
  };
  for (const auto& column : after.columns) {
    const auto was = find(before, column.name);
    if (was == before.columns.end()) {
      if (column.required && column.fallback.empty()) refuse("'" + column.name + "' is required and has no default");
      else if (column.key) refuse("'" + column.name + "' would be the key");
      else statements.push_back("ALTER TABLE " + quoted_name(after.name) + " ADD COLUMN " + column.definition(engine, false));
    } else if (!(*was == column)) {
      auto loosened = *was;
      loosened.required = column.required;
      if (engine == Engine::postgres && loosened == column && !column.required) statements.push_back("ALTER TABLE " + quoted_name(after.name) + " ALTER COLUMN " + quoted_name(column.name) + " DROP NOT NULL");
      else refuse("'" + column.name + "' was " + was->definition(engine, true) + " and would be " + column.definition(engine, true));
    }
  }
  for (const auto& column : before.columns)
    if (find(after, column.name) == after.columns.end()) refuse("'" + column.name + "' would be gone with what is in it");
  if (refused.empty()) return statements;
  return make_error(Code::refused, "the table '" + after.name + "' cannot follow in place: " + refused, "Deploy the new version under another name, and move the rows: chitty schema register NAME FILE");
}

}  // namespace chittyschema::ddl
