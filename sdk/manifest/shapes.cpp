#include "shapes.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace chitty {

namespace {

constexpr std::string_view below = "#/$defs/";

template <std::size_t size>
bool among(const std::array<std::string_view, size>& all, std::string_view keyword) {
  return std::find(all.begin(), all.end(), keyword) != all.end();
}

constexpr std::array<std::string_view, 4> values{"const", "enum", "default", "examples"};
constexpr std::array<std::string_view, 4> maps{"properties", "patternProperties", "$defs", "dependentSchemas"};

std::string escaped(std::string_view key) {
  std::string step;
  for (const char c : key) step += c == '~' ? "~0" : c == '/' ? "~1"
                                                              : std::string(1, c);
  return step;
}

using Look = std::function<void(const json::object&, const std::string&)>;

void look_below(const json::value& schema, const std::string& pointer, const Look& look) {
  if (const auto* array = schema.if_array())
    for (std::size_t i = 0; i < array->size(); ++i) look_below((*array)[i], pointer + "/" + std::to_string(i), look);
  const auto* object = schema.if_object();
  if (!object) return;
  look(*object, pointer);
  for (const auto& [keyword, value] : *object) {
    const std::string here = pointer + "/" + escaped(keyword);
    const auto* members = among(maps, keyword) ? value.if_object() : nullptr;
    if (members)
      for (const auto& [name, member] : *members) look_below(member, here + "/" + escaped(name), look);
    else if (!among(values, keyword))
      look_below(value, here, look);
  }
}

// Shapes may name themselves, so each is taken once.
void take(json::value& schema, const json::object& defs, json::object& taken) {
  each_reference(schema, [&](json::string& reference) {
    const std::string name = shape_named_by(reference);
    const auto* shape = name.empty() ? nullptr : defs.if_contains(name);
    if (!shape || taken.contains(name)) return;
    taken[name] = nullptr;
    json::value copy = *shape;
    take(copy, defs, taken);
    taken[name] = std::move(copy);
  });
}

}  // namespace

std::string shape_named_by(std::string_view reference) {
  if (!reference.starts_with(below)) return {};
  reference.remove_prefix(below.size());
  return std::string(reference.substr(0, reference.find('/')));
}

void each_reference(json::value& schema, const std::function<void(json::string& reference)>& look) {
  if (auto* array = schema.if_array())
    for (auto& one : *array) each_reference(one, look);
  auto* object = schema.if_object();
  if (!object) return;
  for (auto& [keyword, value] : *object) {
    auto* members = among(maps, keyword) ? value.if_object() : nullptr;  // their keys are names, and no keywords
    if (members)
      for (auto& [name, member] : *members) each_reference(member, look);
    else if (keyword == "$ref" && value.is_string())
      look(value.get_string());
    else if (!among(values, keyword))
      each_reference(value, look);
  }
}

void each_subschema(const json::value& schema, const Look& look) { look_below(schema, "", look); }

json::value self_contained(const json::value& schema, const json::object& defs) {
  json::value whole = schema;
  json::object taken;
  take(whole, defs, taken);
  if (!taken.empty() && whole.is_object()) whole.get_object()["$defs"] = std::move(taken);
  return whole;
}

}  // namespace chitty
