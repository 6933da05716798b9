#include "outline.hpp"

#include <algorithm>
#include <array>
#include <chitty/json_schema.hpp>

namespace chittyschema::diff {

using namespace chitty;

namespace {

constexpr int deepest = 24;

constexpr std::array<std::string_view, 36> known = {
    "$ref", "$dynamicRef", "type", "enum", "const", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum",
    "maxLength", "minLength", "pattern", "items", "prefixItems", "additionalItems", "maxItems", "minItems", "uniqueItems", "contains",
    "maxContains", "minContains", "maxProperties", "minProperties", "required", "properties", "patternProperties",
    "additionalProperties", "propertyNames", "dependentRequired", "dependentSchemas", "dependencies", "unevaluatedItems",
    "unevaluatedProperties", "allOf", "anyOf"};
constexpr std::array<std::string_view, 6> known_too = {"oneOf", "not", "if", "then", "else", "$schema"};

const json::value* anchored(const json::value& value, std::string_view name) {
  if (const auto* list = value.if_array())
    for (const auto& one : *list)
      if (const auto* found = anchored(one, name)) return found;
  if (const auto* object = value.if_object()) {
    for (const auto* key : {"$anchor", "$dynamicAnchor"})
      if (const auto* anchor = object->if_contains(key); anchor && *anchor == json::value(name)) return &value;
    for (const auto& [key, one] : *object)
      if (const auto* found = anchored(one, name)) return found;
  }
  return nullptr;
}

double number(const json::value& value) {
  boost::system::error_code failed;
  const auto read = value.to_number<double>(failed);
  return failed ? 0 : read;
}

// One more schema for the same value.
void take_in(json::object& all, const json::object& more) {
  for (const auto& [key, value] : more) {
    auto* there = all.if_contains(key);
    if (!there) {
      all[key] = value;
    } else if (key == "properties" && there->is_object() && value.is_object()) {
      for (const auto& [name, schema] : value.get_object()) {
        auto& mine = there->get_object()[name];
        mine = mine.is_null() ? schema : json::value{{"allOf", json::array{json::value(mine), schema}}};
      }
    } else if (key == "required" && there->is_array() && value.is_array()) {
      for (const auto& name : value.get_array()) there->get_array().push_back(name);
    } else if (key.starts_with("min") || key == "exclusiveMinimum") {
      if (number(value) > number(*there)) *there = value;
    } else if (key.starts_with("max") || key == "exclusiveMaximum") {
      if (number(value) < number(*there)) *there = value;
    } else if (key != "$defs" && key != "definitions") {
      *there = value;
    }
  }
}

}  // namespace

bool is_annotation(std::string_view keyword) {
  return std::find(known.begin(), known.end(), keyword) == known.end() && std::find(known_too.begin(), known_too.end(), keyword) == known_too.end();
}

bool is_false(const json::value& schema) { return schema.is_bool() && !schema.get_bool(); }

bool is_anything(const json::value& schema) {
  if (!schema.is_object()) return schema.is_bool() && schema.get_bool();
  const auto& object = schema.get_object();
  return std::all_of(object.begin(), object.end(), [](const auto& member) { return is_annotation(member.key()); });
}

const json::value* Outline::target(std::string_view reference) const {
  if (reference == "#" || reference.empty()) return root_;
  if (reference.front() != '#') return nullptr;
  boost::system::error_code missing;
  return reference[1] == '/' ? root_->find_pointer(reference.substr(1), missing) : anchored(*root_, reference.substr(1));
}

const json::value& Outline::followed(const json::value& schema) const {
  const auto* at = &schema;
  for (int i = 0; i < deepest; ++i) {
    const auto* object = at->if_object();
    const auto* reference = object ? object->if_contains("$ref") : nullptr;
    const auto* next = reference && reference->is_string() ? target(std::string_view(reference->get_string())) : nullptr;
    if (!next) break;
    at = next;
  }
  return *at;
}

json::object Outline::flat(const json::value& schema, std::size_t choice, int depth) const {
  if (is_false(schema)) return {{"not", json::object()}};
  if (!schema.is_object() || depth > deepest) return {};
  json::object all = schema.get_object();
  if (const auto* reference = all.if_contains("$ref"); reference && reference->is_string()) {
    const auto* to = target(std::string_view(reference->get_string()));
    all.erase("$ref");
    if (to) take_in(all, flat(*to, choice, depth + 1));
  }
  if (const auto* parts = all.if_contains("allOf"); parts && parts->is_array()) {
    const json::array list = parts->get_array();
    all.erase("allOf");
    for (const auto& one : list) take_in(all, flat(one, choice, depth + 1));
  }
  for (const auto* keyword : {"anyOf", "oneOf"}) {
    const auto* parts = all.if_contains(keyword);
    if (!parts || !parts->is_array() || parts->get_array().empty()) continue;
    const json::value chosen = parts->get_array()[std::min(choice, parts->get_array().size() - 1)];
    all.erase(keyword);
    take_in(all, flat(chosen, choice, depth + 1));
  }
  return all;
}

json::value Outline::of_member(const json::object& schema, std::string_view name) {
  if (const auto* properties = schema.if_contains("properties"); properties && properties->is_object())
    if (const auto* found = properties->get_object().if_contains(name)) return *found;
  if (const auto* patterns = schema.if_contains("patternProperties"); patterns && patterns->is_object())
    for (const auto& [pattern, found] : patterns->get_object()) {
      const auto fits = JsonSchema::compile({{"pattern", pattern}});
      if (fits && fits->accepts(json::string(name))) return found;
    }
  const auto* others = schema.if_contains("additionalProperties");
  return others ? *others : json::value(true);
}

json::value Outline::of_item(const json::object& schema, std::size_t index) {
  const auto* items = schema.if_contains("items");
  for (const auto* key : {"prefixItems", "items"})
    if (const auto* list = schema.if_contains(key); list && list->is_array() && index < list->get_array().size()) return list->get_array()[index];
  if (items && items->is_array()) items = schema.if_contains("additionalItems");
  return items ? *items : json::value(true);
}

}  // namespace chittyschema::diff
