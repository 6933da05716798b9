#include "keywords.hpp"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <chitty/utf8.hpp>
#include <cmath>
#include <map>
#include <set>

namespace chittyschema::diff {

namespace {

std::string became(const json::value* before, const json::value* after) {
  if (!before) return "added: " + in_short(*after);
  return after ? in_short(*before) + " became " + in_short(*after) : "removed: " + in_short(*before);
}

std::set<std::string> types_of(const json::value* type) {
  static const std::set<std::string> all{"null", "boolean", "object", "array", "number", "integer", "string"};
  if (!type) return all;
  std::set<std::string> types;
  if (type->is_string()) types.emplace(type->get_string());
  if (type->is_array())
    for (const auto& one : type->get_array())
      if (one.is_string()) types.emplace(one.get_string());
  if (types.contains("number")) types.insert("integer");  // each integer is a number
  return types;
}

std::string joined(const std::set<std::string>& all) {
  std::string text;
  for (const auto& one : all) text += (text.empty() ? "" : ", ") + one;
  return text;
}

std::set<std::string> without(const std::set<std::string>& all, const std::set<std::string>& others) {
  std::set<std::string> left;
  std::set_difference(all.begin(), all.end(), others.begin(), others.end(), std::inserter(left, left.end()));
  return left;
}

Effect of_types(const json::value* before, const json::value* after) {
  const auto old_ones = types_of(before), new_ones = types_of(after);
  const auto gone = without(old_ones, new_ones), come = without(new_ones, old_ones);
  std::string reason;
  if (!gone.empty()) reason = "no longer allowed: " + joined(gone);
  if (!come.empty()) reason += (reason.empty() ? "" : "; ") + std::string("allowed now: ") + joined(come);
  return {became(before, after), reason.empty() ? "the same types" : reason, !gone.empty(), !come.empty()};
}

// Values that enum and const leave; null: any.
const json::array* allowed(const json::object& schema, json::array& room) {
  if (const auto* one = schema.if_contains("const")) return room.push_back(*one), &room;
  const auto* list = schema.if_contains("enum");
  return list ? list->if_array() : nullptr;
}

Effect of_values(std::string_view keyword, const json::object& before, const json::object& after) {
  json::array old_room, new_room;
  const auto *old_ones = allowed(before, old_room), *new_ones = allowed(after, new_room);
  Effect effect{became(before.if_contains(keyword), after.if_contains(keyword)), "", !old_ones, !new_ones};
  if (!old_ones || !new_ones) return effect.reason = old_ones ? "any value is allowed now" : "only these values are allowed now", effect;
  const auto lacks = [](const json::array& list, const json::array& from) {
    std::string text;
    for (const auto& one : list)
      if (std::find(from.begin(), from.end(), one) == from.end()) text += (text.empty() ? "" : ", ") + in_short(one);
    return text;
  };
  const auto gone = lacks(*old_ones, *new_ones), come = lacks(*new_ones, *old_ones);
  effect.narrows = !gone.empty(), effect.widens = !come.empty();
  if (!gone.empty()) effect.reason = "no longer allowed: " + gone;
  if (!come.empty()) effect.reason += (gone.empty() ? "" : "; ") + std::string("allowed now: ") + come;
  if (effect.reason.empty()) effect.reason = "the same values";
  return effect;
}

double number(const json::value& value) {
  boost::system::error_code failed;
  const auto read = value.to_number<double>(failed);
  return failed ? std::nan("") : read;
}

Effect of_bound(const json::value* before, const json::value* after, bool lower) {
  Effect effect{became(before, after), "", !before, !after};
  if (before && after) {
    const auto was = number(*before), is = number(*after);
    effect.narrows = lower ? is > was : is < was;
    effect.widens = lower ? is < was : is > was;
  }
  effect.reason = effect.narrows ? "the bound is tighter" : effect.widens ? "the bound is looser"
                                                                          : "the same bound";
  return effect;
}

Effect of_multiple(const json::value* before, const json::value* after) {
  Effect effect{became(before, after), "", !before, !after};
  const auto divides = [](double one, double other) { return one != 0 && std::fmod(other, one) == 0; };
  if (before && after) effect.narrows = !divides(number(*after), number(*before)), effect.widens = !divides(number(*before), number(*after));
  effect.reason = effect.narrows && effect.widens ? "other numbers are multiples of it" : effect.narrows ? "fewer numbers are multiples of it"
                                                                                                         : "more numbers are multiples of it";
  return effect;
}

}  // namespace

namespace {

std::string_view kind_of_value(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null: return "null";
    case json::kind::bool_: return "boolean";
    case json::kind::object: return "object";
    case json::kind::array: return "array";
    case json::kind::string: return "string";
    default: return "integer";  // of a number it is asked by that name
  }
}

// Do `type`, `enum` and `const` leave a value of this kind?
bool may_be(const json::object& schema, std::string_view kind) {
  if (!types_of(schema.if_contains("type")).contains(std::string(kind))) return false;
  json::array room;
  const auto* values = allowed(schema, room);
  return !values || std::any_of(values->begin(), values->end(), [&](const auto& one) { return kind_of_value(one) == kind; });
}

}  // namespace

Possible possible(std::string_view keyword, const json::object& before, const json::object& after) {
  static const std::map<std::string_view, std::string_view> kinds{
      {"minLength", "string"}, {"maxLength", "string"}, {"pattern", "string"}, {"minimum", "integer"}, {"maximum", "integer"}, {"exclusiveMinimum", "integer"}, {"exclusiveMaximum", "integer"}, {"multipleOf", "integer"}, {"items", "array"}, {"prefixItems", "array"}, {"minItems", "array"}, {"maxItems", "array"}, {"uniqueItems", "array"}, {"contains", "array"}, {"minContains", "array"}, {"maxContains", "array"}, {"properties", "object"}, {"patternProperties", "object"}, {"additionalProperties", "object"}, {"required", "object"}, {"minProperties", "object"}, {"maxProperties", "object"}, {"propertyNames", "object"}, {"dependentRequired", "object"}, {"dependentSchemas", "object"}};
  const auto kind = kinds.find(keyword);
  if (kind == kinds.end()) return {};
  return {may_be(before, kind->second), may_be(after, kind->second)};
}

std::string in_short(const json::value& value) {
  auto text = json::serialize(value);
  if (text.size() <= 60) return text;
  std::size_t end = 57;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

Effect either(std::string change, std::string reason) { return {std::move(change), std::move(reason), true, true}; }

Effect annotation(std::string_view keyword, const json::value* before, const json::value* after) {
  return {became(before, after), keyword == "format" ? "a format is an annotation; a checker that is told to check formats may refuse more" : "an annotation: it refuses nothing", false, false};
}

Effect effect_of(std::string_view keyword, const json::object& before, const json::object& after) {
  const auto *was = before.if_contains(keyword), *is = after.if_contains(keyword);
  static constexpr std::array<std::string_view, 5> lower{"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"},
      upper{"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"};
  if (keyword == "type") return of_types(was, is);
  if (keyword == "enum" || keyword == "const") return of_values(keyword, before, after);
  if (std::find(lower.begin(), lower.end(), keyword) != lower.end()) return of_bound(was, is, true);
  if (std::find(upper.begin(), upper.end(), keyword) != upper.end()) return of_bound(was, is, false);
  if (keyword == "multipleOf") return of_multiple(was, is);
  if (keyword == "uniqueItems") {
    const bool unique = is && *is == json::value(true), before_too = was && *was == json::value(true);
    return {became(was, is), unique ? "items must differ now" : "items may be the same now", unique && !before_too, before_too && !unique};
  }
  if (keyword == "minContains" || keyword == "maxContains" || keyword == "patternProperties" || keyword == "if")
    return either(was && is ? "changed" : was ? "removed"
                                              : "added",
                  "what it does depends on the keywords beside it");
  if (keyword == "$schema") return either(became(was, is), "another draft reads the same words otherwise");
  if (!was) return {became(was, is), "a further rule holds", true, false};
  if (!is) return {became(was, is), "a rule no longer holds", false, true};
  return either(became(was, is), "no proof of either direction is known for this keyword");
}

}  // namespace chittyschema::diff
