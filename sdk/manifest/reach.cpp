#include "reach.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>

#include "text_fields.hpp"

namespace chitty {

namespace {

constexpr int most_steps = 64;  // of schemas inside each other: no circle is followed for ever

const json::value& open_schema() {
  static const json::value open = true;
  return open;
}

const json::value* member(const json::object& object, std::string_view key) { return object.if_contains(key); }

std::string unescaped(std::string_view step) {
  std::string plain;
  for (std::size_t at = 0; at < step.size(); ++at) {
    const auto two = step.substr(at, 2);
    if (two == "~1" || two == "~0") ++at;
    plain += two == "~1" ? '/' : two == "~0" ? '~'
                                             : step[at];
  }
  return plain;
}

bool is_index(std::string_view step) { return !step.empty() && step.find_first_not_of("0123456789") == step.npos; }

// Null: this schema says of its members and has no such one.
const json::value* by_itself(const json::object& schema, const std::string& step) {
  if (const auto* properties = member(schema, "properties"); properties && properties->is_object())
    if (const auto* found = properties->get_object().if_contains(step)) return found;
  if (const auto* more = member(schema, "additionalProperties"); more && *more != json::value(false)) return more;
  if (is_index(step))
    if (const auto* items = member(schema, "items")) return items;
  for (const auto* word : {"properties", "items", "$ref", "allOf", "anyOf", "oneOf", "enum", "const"})
    if (member(schema, word)) return nullptr;
  const auto* type = member(schema, "type");
  const bool holds_others = !type || (type->is_string() && (type->get_string() == "object" || type->get_string() == "array"));
  return holds_others ? &open_schema() : nullptr;
}

const json::value* step_into(const json::value& schema, const std::string& step, const json::value& whole, int depth) {
  if (depth > most_steps) return nullptr;
  if (schema.is_bool()) return schema.get_bool() ? &open_schema() : nullptr;
  if (schema.is_object() && member(schema.get_object(), "$ref"))  // what stands beside it holds, too
    if (const auto* beside = member(schema.get_object(), "properties"); beside && beside->is_object())
      if (const auto* found = beside->get_object().if_contains(step)) return found;
  const auto* object = followed(schema, whole);
  if (!object) return nullptr;
  if (const auto* found = by_itself(*object, step)) return found;
  for (const auto* word : {"allOf", "anyOf", "oneOf"})
    if (const auto* choices = member(*object, word); choices && choices->is_array())
      for (const auto& choice : choices->get_array())
        if (const auto* found = step_into(choice, step, whole, depth + 1)) return found;
  return nullptr;
}

}  // namespace

const json::value* reach(const json::value& schema, std::string_view pointer, const json::value& whole) {
  const auto* at = &schema;
  while (at && !pointer.empty()) {
    if (pointer.front() != '/') return nullptr;
    pointer.remove_prefix(1);
    const auto step = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(step.size());
    at = step_into(*at, unescaped(step), whole, 0);
  }
  return at;
}

bool may_be(const json::value& schema, std::string_view type, const json::value& whole) {
  if (schema.is_bool()) return schema.get_bool();
  const auto* object = followed(schema, whole);
  if (!object) return false;
  const auto* said = member(*object, "type");
  if (!said) {
    const auto* choices = member(*object, "anyOf") ? member(*object, "anyOf") : member(*object, "oneOf");
    if (!choices || !choices->is_array()) return true;
    for (const auto& choice : choices->get_array())
      if (may_be(choice, type, whole)) return true;
    return false;
  }
  const auto fits = [&](const json::value& one) {
    return one == json::value(type) || (type == "integer" && one == json::value("number"));
  };
  if (!said->is_array()) return fits(*said);
  for (const auto& one : said->get_array())
    if (fits(one)) return true;
  return false;
}

}  // namespace chitty
