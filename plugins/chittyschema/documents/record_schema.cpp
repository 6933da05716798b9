#include "record_schema.hpp"

#include <chitty/members.hpp>
#include <set>
#include <string>

namespace chittyschema {

using namespace chitty;

namespace {

constexpr std::string_view in_defs = "#/$defs/";

// The names among `$defs` that a schema refers to, at whatever depth.
void gather(const json::value& value, std::set<std::string>& names) {
  if (const auto* list = value.if_array())
    for (const auto& one : *list) gather(one, names);
  if (const auto* object = value.if_object())
    for (const auto& [name, member] : *object) {
      const auto* text = member.if_string();
      if (name == "$ref" && text && text->starts_with(in_defs)) {
        const auto rest = std::string(*text).substr(in_defs.size());
        names.insert(rest.substr(0, rest.find('/')));
      }
      gather(member, names);
    }
}

}  // namespace

std::optional<json::object> record_schema(const json::object& shapes, std::string_view name) {
  const auto* shape = shapes.if_contains(name);
  const auto* object = shape ? shape->if_object() : nullptr;
  if (!object || !object->contains("title") || text_in(*object, "type") != "object") return {};
  std::set<std::string> needed, done;
  gather(*shape, needed);
  while (needed.size() != done.size())
    for (const auto& one : std::set<std::string>(needed))
      if (done.insert(one).second)
        if (const auto* other = shapes.if_contains(one)) gather(*other, needed);
  json::object document{{"$schema", "https://json-schema.org/draft/2020-12/schema"}};
  for (const auto& [key, value] : *object) document[key] = value;
  if (needed.empty()) return document;
  auto& defs = document["$defs"];
  if (!defs.is_object()) defs.emplace_object();
  for (const auto& one : needed)
    if (const auto* other = shapes.if_contains(one)) defs.get_object()[one] = *other;
  return document;
}

}  // namespace chittyschema
