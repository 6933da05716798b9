#include "schemas.hpp"

#include <algorithm>

namespace chittyconnect::openapi {

namespace {

constexpr std::string_view prefix = "#/$defs/";

template <std::size_t N>
bool among(std::string_view word, const std::string_view (&words)[N]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

// Keywords whose value is a schema, a list of them, or an object of them.
constexpr std::string_view one_schema[] = {"items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames",
                                           "unevaluatedItems", "unevaluatedProperties", "contentSchema"};
constexpr std::string_view many_schemas[] = {"allOf", "anyOf", "oneOf", "prefixItems"};
constexpr std::string_view named_schemas[] = {"properties", "patternProperties", "dependentSchemas", "$defs", "definitions"};

bool may_be(const json::object& schema, std::string_view type) {
  const auto* said = schema.if_contains("type");
  if (!said) return false;
  if (!said->is_array()) return *said == json::value(type);
  return std::find(said->get_array().begin(), said->get_array().end(), json::value(type)) != said->get_array().end();
}

// What is said by being left out, said aloud: readers of OpenAPI ask for it, and the meaning stays.
void complete(json::object& schema) {
  if (may_be(schema, "array") && !schema.contains("items")) schema["items"] = json::object();
  constexpr std::string_view elsewhere[] = {"$ref", "allOf", "anyOf", "oneOf", "if", "additionalProperties", "patternProperties"};
  for (const auto word : elsewhere)
    if (schema.contains(word)) return;
  for (const auto& name : array_at(schema, "required")) {
    auto& properties = schema["properties"];
    if (!properties.is_object()) properties = json::object();
    if (name.is_string() && !properties.get_object().contains(name.get_string())) properties.get_object()[name.get_string()] = json::object();
  }
}

// What stands beside a reference counts, but many readers of OpenAPI pass it over: both are put under allOf.
void part_reference(json::object& schema) {
  if (schema.size() < 2 || !schema.contains("$ref")) return;
  json::array all{json::object{{"$ref", schema.at("$ref")}}};
  schema.erase("$ref");
  for (const auto& other : array_at(schema, "allOf")) all.push_back(other);
  schema["allOf"] = std::move(all);
}

}  // namespace

std::string Schemas::component_for(std::string_view reference, const ServedService& service) {
  if (!reference.starts_with(prefix)) return std::string(reference);
  const auto rest = reference.substr(prefix.size());
  const std::string shape(rest.substr(0, rest.find('/')));
  std::string name = service.name + ".";
  for (const char c : shape) name += std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.' ? c : '_';
  if (const auto* found = service.shapes.if_contains(shape); found && begun_.insert(name).second)
    components_[name] = rewritten(*found, service);
  return "#/components/schemas/" + name + std::string(rest.substr(shape.size()));
}

void Schemas::rewrite_member(std::string_view keyword, json::value& value, const ServedService& service) {
  if (keyword == "$ref" && value.is_string()) value = json::value(component_for(std::string_view(value.get_string()), service));
  if (among(keyword, one_schema)) value = rewritten(value, service);
  if (among(keyword, many_schemas) && value.is_array())
    for (auto& one : value.get_array()) one = rewritten(one, service);
  if (among(keyword, named_schemas) && value.is_object())
    for (auto& [name, one] : value.get_object()) one = rewritten(one, service);
}

json::value Schemas::rewritten(const json::value& schema, const ServedService& service) {
  if (!schema.is_object()) return schema;
  json::object made;
  bool secret = false;
  for (const auto& [keyword, value] : schema.get_object()) {
    if (keyword == "secret") {
      secret = value == json::value(true);
      continue;
    }
    auto& taken = made[keyword] = value;
    rewrite_member(keyword, taken, service);
  }
  // A word of manifests, not of JSON Schema; this is how OpenAPI says it.
  if (secret && !made.contains("format")) made["format"] = "password";
  part_reference(made);
  complete(made);
  return made;
}

json::value Schemas::taken(const json::value& schema, const ServedService& service) {
  // `true` is a schema, but few readers of OpenAPI know.
  return schema == json::value(true) ? json::value(json::object()) : rewritten(schema, service);
}

const json::object& Schemas::followed(const json::object& schema, const ServedService& service) {
  const auto* at = &schema;
  for (int steps = 0; steps < 32; ++steps) {
    const auto reference = text_at(*at, "$ref");
    if (!reference.starts_with(prefix)) break;
    const auto* next = service.shapes.if_contains(std::string_view(reference).substr(prefix.size()));
    if (!next || !next->is_object()) break;
    at = &next->get_object();
  }
  return *at;
}

json::object Schemas::components() const {
  json::object all;
  for (const auto& [name, schema] : components_) all[name] = schema;
  return all;
}

}  // namespace chittyconnect::openapi
