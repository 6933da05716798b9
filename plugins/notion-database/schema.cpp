#include "schema.hpp"

#include <chitty/members.hpp>
#include <chitty/nearest.hpp>

#include "table.hpp"

namespace notion_database {

namespace {

std::string folded(std::string_view name) {
  std::string out;
  for (const char c : name)
    if (c != ' ' && c != '-' && c != '_') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

}  // namespace

Result<Schema> Schema::of(const json::object& data_source) {
  Schema schema;
  const auto* value = data_source.if_contains("properties");
  const auto* properties = value ? value->if_object() : nullptr;
  if (!properties) return make_error(Code::malformed, "Notion's answer has no properties of the table");
  for (const auto& [name, property] : *properties) schema.all_.push_back({std::string(name), text_in(property, "type")});
  return schema;
}

const Property* Schema::title() const {
  for (const auto& one : all_)
    if (one.type == "title") return &one;
  return nullptr;
}

const Property* Schema::find(std::string_view name) const {
  for (const auto& one : all_)
    if (one.name == name) return &one;
  if (name == "title") return title();
  const Property* found = nullptr;
  for (const auto& one : all_)
    if (folded(one.name) == folded(name)) {
      if (found) return nullptr;
      found = &one;
    }
  return found;
}

Result<const Property*> Schema::get(std::string_view name) const {
  if (const auto* found = find(name)) return found;
  std::vector<std::string> names;
  for (const auto& one : all_) names.push_back(one.name);
  const auto near = nearest(name, names);
  return usage_error("unknown property '" + std::string(name) + "'",
                     near.empty() ? "List the properties: chitty notion-database schema" : "Did you mean '" + near.front() + "'?");
}

Result<Schema> read_schema(Host& host, const std::string& source) {
  CHITTY_TRY(const auto reply, ask(host, get("/v1/data_sources/" + encode(source))));
  return Schema::of(reply);
}

}  // namespace notion_database
