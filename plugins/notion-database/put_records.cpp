// What is to be put: records checked, the table's missing properties made.
#include <chitty/members.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <set>

#include "entry.hpp"
#include "merge.hpp"
#include "put.hpp"
#include "table.hpp"

namespace notion_database {

namespace {

// "createdAt" and "created_at" are shown as "Created at".
std::string titled(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool capital = c >= 'A' && c <= 'Z', small_before = !out.empty() && out.back() >= 'a' && out.back() <= 'z';
    if (out.empty()) out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    else if (c == '_' || c == '-') out += ' ';
    else if (capital && small_before) (out += ' ') += static_cast<char>(c - 'A' + 'a');
    else out += c;
  }
  return out;
}

// The type that fits a value. Text is text: an option that was made of it could not hold a comma or 101 characters.
std::string_view type_for(const json::value& value) {
  if (value.is_number()) return "number";
  if (value.is_bool()) return "checkbox";
  const auto* array = value.if_array();
  const bool all_text = array && std::all_of(array->begin(), array->end(), [](const auto& one) { return one.is_string(); });
  return all_text ? "multi_select" : "rich_text";
}

bool can_find_by(std::string_view type) {
  return type == "title" || type == "rich_text" || type == "url" || type == "email" || type == "phone_number" || type == "number";
}

}  // namespace

Result<std::vector<json::object>> records_of(const std::vector<std::string>& given, const std::string& key) {
  std::vector<json::object> out;
  for (const auto& one : given) {
    boost::system::error_code ec;
    const auto parsed = json::parse(one, ec);
    const auto* record = ec ? nullptr : parsed.if_object();
    if (!record) return usage_error("invalid value for '--record': expected an object");
    const auto* value = record->if_contains(key);
    const bool says = value && (value->is_number() || (value->is_string() && !value->get_string().empty()));
    if (!says) return usage_error("a record has no text or number for the key '" + key + "'");
    out.push_back(*record);
  }
  return out;
}

Result<Schema> with_properties_for(Host& host, const std::string& source, Schema schema, const std::vector<json::object>& records) {
  json::object missing;
  for (const auto& record : records)
    for (const auto& [name, value] : record)
      if (!value.is_null() && !schema.find(name)) missing.emplace(titled(name), json::object{{type_for(value), json::object{}}});
  if (!schema.find(memory_property)) missing.emplace(memory_property, json::object{{"rich_text", json::object{}}});
  if (missing.empty()) return schema;
  auto change = patch("/v1/data_sources/" + encode(source), {{"properties", missing}});
  change.repeatable = true;
  CHITTY_TRY(const auto reply, ask(host, change));
  std::string names;
  for (const auto& one : missing) names += (names.empty() ? "" : ", ") + std::string(one.key());
  host.note("Added to the table: " + names);
  return Schema::of(reply);
}

Result<std::vector<Wanted>> wanted_entries(const Schema& schema, const std::vector<json::object>& records, const std::string& key) {
  CHITTY_TRY(const auto by, schema.get(key));
  if (!can_find_by(by->type)) return usage_error("cannot tell entries apart by '" + by->name + "': it is of the type " + by->type, "Use a property with text or a number");
  std::vector<Wanted> out;
  std::set<std::string> keys;
  for (auto record : records) {
    // A value that says nothing of a property that is not there changes nothing.
    for (auto member = record.begin(); member != record.end();)
      member = member->value().is_null() && !schema.find(member->key()) ? record.erase(member) : std::next(member);
    Wanted one{.key_value = record.at(key), .by = by};
    one.key = one.key_value.is_string() ? std::string(one.key_value.get_string()) : json::serialize(one.key_value);
    if (!keys.insert(one.key).second) return usage_error("two records have the key '" + one.key + "'");
    auto properties = written_properties(schema, record);
    if (!properties) return properties.error();
    one.properties = std::move(*properties);
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace notion_database
