#include "records_of.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <set>
#include <string_view>

#include "members_of.hpp"

namespace chitty::tool {

namespace json = boost::json;

namespace {

const json::object* object_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value ? value->if_object() : nullptr;
}

// The names behind every `{"$ref": "#/$defs/NAME"}` in `value`, and in what those refer to.
void refer(const json::value& value, const json::object& defs, std::set<std::string>& names) {
  constexpr std::string_view prefix = "#/$defs/";
  if (const auto* array = value.if_array())
    for (const auto& item : *array) refer(item, defs, names);
  const auto* object = value.if_object();
  if (!object) return;
  for (const auto& [key, member] : *object) {
    if (key != "$ref" || !member.is_string() || !member.get_string().starts_with(prefix)) {
      refer(member, defs, names);
      continue;
    }
    const std::string name(std::string_view(member.get_string()).substr(prefix.size()));
    const auto* shape = defs.if_contains(name);
    if (shape && names.insert(name).second) refer(*shape, defs, names);
  }
}

// "lastSync" is kept in the column last_sync.
std::string column_of(std::string_view name) {
  std::string column;
  for (const char c : name) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital && !column.empty() && column.back() != '_') column += '_';
    column += capital ? static_cast<char>(c + 32) : c;
  }
  return column;
}

const char* kept_as(const json::value& schema) {
  const auto* object = schema.if_object();
  const auto* type = object ? object->if_contains("type") : nullptr;
  const auto says = [&](const char* word) {
    if (!type) return false;
    return type->is_array() ? std::count(type->get_array().begin(), type->get_array().end(), json::value(word)) > 0
                            : *type == json::value(word);
  };
  if (says("boolean")) return "number";
  return says("object") || says("array") ? "text" : "itself";
}

}  // namespace

std::string records_of(const json::object& manifest) {
  const auto* defs = object_in(manifest, "$defs");
  const auto* service = object_in(manifest, "service");
  if (!defs || !service) return {};
  std::set<std::string> names;
  for (const auto& route : service->at("routes").as_array())
    if (const auto* reply = route.as_object().if_contains("reply")) refer(*reply, *defs, names);
  std::string out;
  for (const auto& name : names) {
    const auto* shape = defs->at(name).if_object();
    const auto* properties = shape ? object_in(*shape, "properties") : nullptr;
    if (!properties || properties->empty()) continue;
    out += "\ninline constexpr chitty::Property " + identifier_of(name) + "[] = {\n";
    for (const auto& [property, schema] : *properties)
      out += "    {\"" + std::string(property) + "\", \"" + column_of(property) + "\", chitty::Property::" + kept_as(schema) + "},\n";
    out += "};\n";
  }
  return out;
}

}  // namespace chitty::tool
