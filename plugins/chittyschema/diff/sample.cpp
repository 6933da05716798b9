#include "sample.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "pattern_sample.hpp"

namespace chittyschema::diff {

namespace {

constexpr int deepest = 12;
constexpr std::size_t longest = 100'000, most_edges = 600;

std::int64_t count_in(const json::object& schema, std::string_view keyword, std::int64_t otherwise) {
  const auto* value = schema.if_contains(keyword);
  boost::system::error_code failed;
  const auto read = value ? value->to_number<double>(failed) : 0;
  return value && !failed ? static_cast<std::int64_t>(std::min(read, 1e9)) : otherwise;
}

std::string type_of(const json::object& schema, std::size_t variant) {
  if (const auto* type = schema.if_contains("type")) {
    if (type->is_string()) return std::string(type->get_string());
    std::vector<std::string> all;
    if (type->is_array())
      for (const auto& one : type->get_array())
        if (one.is_string() && one != json::value("null")) all.emplace_back(one.get_string());
    return all.empty() ? "null" : all[variant % all.size()];
  }
  const auto has = [&](std::initializer_list<const char*> keys) {
    return std::any_of(keys.begin(), keys.end(), [&](const char* key) { return schema.contains(key); });
  };
  if (has({"properties", "required", "additionalProperties", "minProperties", "patternProperties", "propertyNames", "dependentRequired"})) return "object";
  if (has({"items", "prefixItems", "minItems", "contains", "uniqueItems", "maxItems"})) return "array";
  if (has({"minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"})) return "number";
  return "string";
}

json::value whole_if_it_is(double number) {
  return number == std::floor(number) && std::abs(number) < 9e15 ? json::value(static_cast<std::int64_t>(number)) : json::value(number);
}

json::value number_of(const json::object& schema, bool integer, std::size_t variant) {
  const auto has = [&](const char* key) { return schema.contains(key); };
  const auto in = [&](const char* key) {
    boost::system::error_code failed;
    const auto read = schema.at(key).to_number<double>(failed);
    return failed ? 0.0 : read;
  };
  const double step = has("multipleOf") && in("multipleOf") > 0 ? in("multipleOf") : integer ? 1
                                                                                             : 0.5;
  double number = has("maximum") ? std::min(in("maximum"), 1.0) : has("exclusiveMaximum") ? std::min(in("exclusiveMaximum") - step, 1.0)
                                                                                          : 1;
  if (has("minimum")) number = std::max(number, in("minimum"));
  if (has("exclusiveMinimum") && number <= in("exclusiveMinimum")) number = in("exclusiveMinimum") + step;
  if (integer) number = std::ceil(number);
  if (has("multipleOf")) number = std::ceil(number / step) * step;
  return whole_if_it_is(number + static_cast<double>(variant) * (integer || has("multipleOf") ? std::max(step, 1.0) : 1.0));
}

json::value text_of(const json::object& schema, std::size_t variant) {
  static const std::map<std::string_view, const char*> formats{
      {"date-time", "2026-11-23T14:00:00Z"}, {"date", "2026-11-23"}, {"time", "14:00:00Z"}, {"duration", "P1D"}, {"email", "a@example.com"}, {"hostname", "example.com"}, {"ipv4", "192.0.2.1"}, {"ipv6", "2001:db8::1"}, {"uri", "https://example.com/"}, {"uri-reference", "/a"}, {"uuid", "00000000-0000-4000-8000-000000000000"}, {"json-pointer", "/a"}, {"regex", "a"}};
  std::string text = variant == 0 ? "a" : "a" + std::to_string(variant);
  if (const auto* pattern = schema.if_contains("pattern"); pattern && pattern->is_string()) text = pattern_sample(std::string_view(pattern->get_string()), variant % 2 == 1);
  else if (const auto* format = schema.if_contains("format"); format && format->is_string())
    if (const auto known = formats.find(std::string_view(format->get_string())); known != formats.end()) text = known->second;
  const auto least = static_cast<std::size_t>(std::clamp<std::int64_t>(count_in(schema, "minLength", 0), 0, longest));
  const auto most = static_cast<std::size_t>(std::clamp<std::int64_t>(count_in(schema, "maxLength", longest), 0, longest));
  if (text.size() < least) text.append(least - text.size(), text.empty() ? 'a' : text.back());
  if (text.size() > most) text.resize(most);
  return json::string(text);
}

const json::object* object_at(const json::object& schema, std::string_view keyword) {
  const auto* value = schema.if_contains(keyword);
  return value ? value->if_object() : nullptr;
}

}  // namespace

json::value Sampler::one(const json::value& given, std::size_t variant, int depth) const {
  if (depth > deepest) return nullptr;
  const auto schema = outline_.flat(given, variant);
  if (const auto* value = schema.if_contains("const")) return *value;
  for (const auto* keyword : {"enum", "examples"})
    if (const auto* list = schema.if_contains(keyword); list && list->is_array() && !list->get_array().empty())
      return list->get_array()[variant % list->get_array().size()];
  const auto type = type_of(schema, variant);
  if (type == "object") return object(schema, variant, depth);
  if (type == "array") return array(schema, variant, depth);
  if (type == "integer" || type == "number") return number_of(schema, type == "integer", variant);
  if (type == "boolean") return variant % 2 == 0;
  return type == "null" ? json::value(nullptr) : text_of(schema, variant);
}

json::value Sampler::object(const json::object& schema, std::size_t variant, int depth) const {
  json::object made;
  const auto put = [&](std::string_view name) {
    if (!made.contains(name)) made[name] = one(Outline::of_member(schema, name), variant, depth + 1);
  };
  if (const auto* required = schema.if_contains("required"); required && required->is_array())
    for (const auto& name : required->get_array())
      if (name.is_string()) put(name.get_string());
  const auto least = std::min<std::int64_t>(count_in(schema, "minProperties", 0), 1000);
  if (const auto* properties = object_at(schema, "properties"))
    for (const auto& [name, unused] : *properties)
      if (static_cast<std::int64_t>(made.size()) < least) put(name);
  for (int i = 0; static_cast<std::int64_t>(made.size()) < least && i < 1000; ++i) put("p" + std::to_string(i));
  return made;
}

json::value Sampler::array(const json::object& schema, std::size_t variant, int depth) const {
  json::array made;
  const auto* contains = schema.if_contains("contains");
  const auto least = std::clamp<std::int64_t>(count_in(schema, "minItems", 0), contains ? 1 : 0, 10'000);
  for (std::int64_t i = 0; i < least; ++i) {
    const auto place = static_cast<std::size_t>(i);
    made.push_back(one(contains && i == 0 ? *contains : Outline::of_item(schema, place), variant + (schema.contains("uniqueItems") ? place : 0), depth + 1));
  }
  return made;
}

json::value Sampler::around(const Path& path, const json::value& value) const { return around(outline_.root(), path, 0, value); }

json::value Sampler::around(const json::value& given, const Path& path, std::size_t at, const json::value& value) const {
  if (at == path.size()) return value;
  const auto& hop = path[at];
  if (hop.kind == Hop::alternative) {
    auto schema = outline_.flat(outline_.followed(given), hop.index);
    return around(json::value(std::move(schema)), path, at + 1, value);
  }
  const auto schema = outline_.flat(given);
  if (hop.kind == Hop::member) {
    auto made = object(schema, 0, 0).get_object();
    made[hop.name] = around(Outline::of_member(schema, hop.name), path, at + 1, value);
    return made;
  }
  auto made = array(schema, 0, 0).get_array();
  while (made.size() <= hop.index) made.push_back(one(Outline::of_item(schema, made.size()), made.size(), 1));
  made[hop.index] = around(Outline::of_item(schema, hop.index), path, at + 1, value);
  return made;
}

void Sampler::edges(const json::value& given, std::vector<json::value>& into, int depth) const {
  if (into.size() > most_edges || depth > 3) return;
  const auto schema = outline_.flat(given);
  for (std::size_t variant = 0; variant < 3; ++variant) into.push_back(one(given, variant));
  for (const json::value& plain : {json::value(nullptr), json::value(true), json::value(0), json::value(1.5), json::value("a"), json::value(json::array()), json::value(json::object())}) into.push_back(plain);
  for (const auto* keyword : {"enum", "examples"})
    if (const auto* list = schema.if_contains(keyword); list && list->is_array())
      for (std::size_t i = 0; i < std::min<std::size_t>(list->get_array().size(), 60); ++i) into.push_back(list->get_array()[i]);
  for (const auto* keyword : {"const", "default"})
    if (const auto* value = schema.if_contains(keyword)) into.push_back(*value);
  for (const auto* keyword : {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
    if (const auto* value = schema.if_contains(keyword); value && value->is_number())
      for (const double by : {0.0, 1.0, -1.0, 0.5, -0.5}) into.push_back(whole_if_it_is(value->to_number<double>() + by));
  for (const auto* keyword : {"minLength", "maxLength"})
    if (schema.contains(keyword))
      for (const auto by : {-1, 0, 1})
        if (const auto length = count_in(schema, keyword, 0) + by; length >= 0 && length <= static_cast<std::int64_t>(longest)) {
          into.push_back(json::string(std::string(static_cast<std::size_t>(length), 'a')));
          auto other = schema;
          other["minLength"] = other["maxLength"] = length;
          into.push_back(text_of(other, 0));
        }
  edges_of_object(schema, into, depth);
  edges_of_array(schema, into);
  for (const auto* keyword : {"anyOf", "oneOf", "allOf"})
    if (const auto* value = given.is_object() ? given.get_object().if_contains(keyword) : nullptr; value && value->is_array())
      for (const auto& part : value->get_array()) edges(part, into, depth + 1);
  for (const auto* keyword : {"not", "if", "then", "else", "contains"})
    if (const auto* part = given.is_object() ? given.get_object().if_contains(keyword) : nullptr) edges(*part, into, depth + 1);
}

// With each member and without, with all of them, with one that nobody has declared.
void Sampler::edges_of_object(const json::object& schema, std::vector<json::value>& into, int depth) const {
  const auto* properties = object_at(schema, "properties");
  const auto least = object(schema, 0, 0).get_object();
  auto all = least;
  if (properties)
    for (const auto& [name, member] : *properties) all[name] = one(member, 0, 1);
  into.push_back(all);
  std::vector<std::string> names;
  for (const auto& [name, unused] : all) names.emplace_back(name);
  if (names.size() > 60) names.resize(60);
  for (const auto& name : names) {
    auto with = least, without = all;
    with[name] = all.at(name);
    without.erase(name);
    into.push_back(std::move(with));
    into.push_back(std::move(without));
    if (auto less = least; less.erase(name)) into.push_back(std::move(less));
  }
  for (const json::value& plain : {json::value(1), json::value("a"), json::value(nullptr)}) {
    auto more = least;
    more["undeclared"] = plain;
    into.push_back(std::move(more));
  }
  if (const auto* dependent = object_at(schema, "dependentSchemas"); dependent && depth < 2)
    for (const auto& [name, part] : *dependent) {
      auto with = least;
      with[name] = one(Outline::of_member(schema, name), 0, 1);
      into.push_back(std::move(with));
      edges(part, into, depth + 1);
    }
  if (const auto* dependent = object_at(schema, "dependentRequired"))
    for (const auto& [name, needed] : *dependent) {
      auto with = least;
      with[name] = one(Outline::of_member(schema, name), 0, 1);
      into.push_back(with);
      for (const auto& other : needed.is_array() ? needed.get_array() : json::array())
        if (other.is_string()) with[std::string_view(other.get_string())] = one(Outline::of_member(schema, std::string_view(other.get_string())), 0, 1);
      into.push_back(std::move(with));
    }
  for (const auto* keyword : {"minProperties", "maxProperties"})
    if (schema.contains(keyword))
      for (const auto by : {-1, 0, 1}) {
        auto sized = least;
        const auto wanted = count_in(schema, keyword, 0) + by;
        for (int i = 0; static_cast<std::int64_t>(sized.size()) < wanted && i < 1000; ++i) sized["p" + std::to_string(i)] = one(Outline::of_member(schema, "p" + std::to_string(i)), 0, 1);
        into.push_back(std::move(sized));
      }
}

void Sampler::edges_of_array(const json::object& schema, std::vector<json::value>& into) const {
  const auto item = [&](std::size_t i, std::size_t variant) { return one(Outline::of_item(schema, i), variant, 1); };
  into.push_back(json::array{item(0, 0)});
  into.push_back(json::array{item(0, 0), item(0, 0)});
  into.push_back(json::array{item(0, 0), item(1, 1)});
  for (const auto* keyword : {"minItems", "maxItems"})
    if (schema.contains(keyword))
      for (const auto by : {-1, 0, 1})
        if (const auto count = count_in(schema, keyword, 0) + by; count >= 0 && count <= 10'000) {
          json::array sized;
          for (std::int64_t i = 0; i < count; ++i) sized.push_back(item(static_cast<std::size_t>(i), static_cast<std::size_t>(i)));
          into.push_back(std::move(sized));
        }
  if (const auto* prefix = schema.if_contains("prefixItems"); prefix && prefix->is_array()) {
    json::array whole;
    for (std::size_t i = 0; i < prefix->get_array().size(); ++i) whole.push_back(item(i, 0));
    into.push_back(whole);
    whole.push_back("a");
    into.push_back(std::move(whole));
  }
}

}  // namespace chittyschema::diff
