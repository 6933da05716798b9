// valijson decides; this file says it so that the author knows which field and which rule.
#include <algorithm>
#include <boost/json.hpp>
#include <regex>
#include <stdexcept>

#include "check.hpp"
#include "draft7.hpp"

namespace chitty::tool {

namespace json = boost::json;

namespace {

// One place in the manifest, and what the schema says of it.
struct Place {
  std::string name;           // "commands[3].effect"
  const json::value* value;   // there, or null
  const json::object* rules;  // there, or null
};

const json::object* follow(const json::object* rules, const json::value& schema) {
  while (rules) {
    const auto* reference = rules->if_contains("$ref");
    if (!reference) return rules;
    const auto pointer = std::string(reference->get_string()).substr(1);  // "#/definitions/x"
    rules = schema.at_pointer(pointer).if_object();
  }
  return nullptr;
}

const json::object* member(const json::object* rules, std::string_view key) {
  const auto* found = rules ? rules->if_contains(key) : nullptr;
  return found ? found->if_object() : nullptr;
}

// From a departure's context ("<root>", "[commands]", "[3]", "[effect]") to the place.
Place place_of(const std::vector<std::string>& context, const json::value& manifest, const json::value& schema) {
  Place place{"", &manifest, schema.if_object()};
  for (const auto& step : context) {
    if (step.size() < 2 || step.front() != '[') continue;
    const std::string key = step.substr(1, step.size() - 2);
    if (place.value && place.value->is_array()) {
      place.name += step;
      place.value = place.value->get_array().if_contains(std::stoul(key));
      place.rules = follow(member(place.rules, "items"), schema);
      continue;
    }
    place.name += (place.name.empty() ? "" : ".") + key;
    const auto* object = place.value ? place.value->if_object() : nullptr;
    place.value = object ? object->if_contains(key) : nullptr;
    const auto* named = member(member(place.rules, "properties"), key);
    place.rules = follow(named ? named : member(place.rules, "additionalProperties"), schema);
  }
  return place;
}

bool is_of_type(const json::value& value, std::string_view type) {
  if (type == "integer") return value.is_int64() || value.is_uint64();
  if (type == "number") return value.is_number();
  return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
         (type == "string" && value.is_string()) || (type == "boolean" && value.is_bool());
}

std::string listed(const json::array& values) {
  std::string all;
  for (const auto& value : values) all += (all.empty() ? "" : ", ") + json::serialize(value);
  return all;
}

// What of `rules` the text breaks, or empty.
std::string broken_by_text(const json::string& text, const json::object& rules) {
  const auto characters = static_cast<std::int64_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  if (const auto* least = rules.if_contains("minLength"); least && characters < least->as_int64())
    return "must not be empty";
  if (const auto* most = rules.if_contains("maxLength"); most && characters > most->as_int64())
    return "must be at most " + std::to_string(most->as_int64()) + " characters, and has " + std::to_string(characters);
  const auto* pattern = rules.if_contains("pattern");
  if (!pattern || std::regex_search(std::string(text), std::regex(std::string(pattern->as_string())))) return {};
  std::string words = "is " + json::serialize(text) + ", which does not match " + std::string(pattern->as_string());
  if (const auto* why = rules.if_contains("description")) words += " (" + std::string(why->as_string()) + ")";
  return words;
}

std::string broken_by_object(const json::object& object, const json::object& rules) {
  std::string missing;
  if (const auto* required = rules.if_contains("required"))
    for (const auto& name : required->as_array())
      if (!object.contains(name.as_string())) missing += (missing.empty() ? "" : ", ") + std::string(name.as_string());
  if (!missing.empty()) return "has no " + missing;
  const auto* choice = rules.if_contains("oneOf");
  if (!choice) return {};
  std::string names;
  std::size_t there = 0;
  for (const auto& one : choice->as_array()) {
    const std::string name(one.at("required").at(0).as_string());
    names += (names.empty() ? "" : " and ") + name;
    there += object.contains(name);
  }
  return there == 1 ? std::string() : "must have exactly one of " + names;
}

std::string broken(const json::value& value, const json::object& rules) {
  if (const auto* type = rules.if_contains("type"); type && !is_of_type(value, std::string_view(type->as_string())))
    return "must be of type " + std::string(type->as_string()) + ", and is " + json::serialize(value).substr(0, 60);
  if (const auto* only = rules.if_contains("const"); only && value != *only)
    return "must be " + json::serialize(*only) + ", and is " + json::serialize(value).substr(0, 60);
  if (const auto* choices = rules.if_contains("enum"))
    if (const auto& all = choices->as_array(); std::find(all.begin(), all.end(), value) == all.end())
      return "must be one of " + listed(all) + ", and is " + json::serialize(value).substr(0, 60);
  if (const auto* least = rules.if_contains("minimum");
      least && value.is_int64() && value.get_int64() < least->as_int64())
    return "must be at least " + std::to_string(least->as_int64()) + ", and is " + json::serialize(value);
  if (const auto* least = rules.if_contains("minItems"); least && value.is_array())
    if (value.get_array().size() < least->to_number<std::size_t>()) return "must not be empty";
  if (const auto* text = value.if_string()) return broken_by_text(*text, rules);
  if (const auto* object = value.if_object()) return broken_by_object(*object, rules);
  return {};
}

}  // namespace

std::vector<std::string> check_schema(const json::value& manifest, const json::value& schema) {
  const auto verdict = Draft7(schema).check(manifest);
  if (verdict.fits) return {};

  std::vector<std::string> lines;
  std::string fallback;  // when no rule above is the broken one: valijson's own words
  for (const auto& [context, description] : verdict.departures) {
    const Place place = place_of(context, manifest, schema);
    const std::string name = place.name.empty() ? "the manifest" : place.name;
    if (fallback.empty()) fallback = name + ": " + description;
    const std::string words = place.value && place.rules ? broken(*place.value, *place.rules) : std::string();
    const std::string line = name + ": " + words;
    if (!words.empty() && std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
  }
  if (lines.empty()) lines.push_back(fallback);
  return lines;
}

}  // namespace chitty::tool
