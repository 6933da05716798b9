#include "schemas.hpp"

#include <chitty/members.hpp>
#include <string>
#include <string_view>

namespace chittyconnect::mcp {

using chitty::text_in;

namespace {

constexpr std::string_view definitions = "#/$defs/";

std::string described(const json::object& argument, std::string_view more) {
  std::string text = text_in(argument, "summary");
  if (const auto form = text_in(argument, "form"); !form.empty()) text += "; " + form;
  if (!more.empty()) text += "; " + std::string(more);
  return text;
}

// Of one value.
json::object value_schema(const json::object& argument) {
  const auto type = text_in(argument, "type");
  const auto* choices = argument.if_contains("choices");
  json::object schema;
  std::string_view more;
  if (type == "integer") {
    schema["type"] = "integer";
    for (const auto* bound : {"minimum", "maximum"})
      if (const auto* value = argument.if_contains(bound)) schema[bound] = *value;
  } else if (type == "boolean") {
    schema["type"] = "boolean";
  } else if (type == "json") {
    more = "any JSON value";
  } else {
    schema["type"] = "string";
    if (type == "choice" && choices) schema["enum"] = *choices;
    if (type == "duration") more = "a duration such as 30s, 5m or 2h";
    if (type == "time") more = "a time such as 2026-11-30, 2026-11-30T09:00:00Z or 7days";
    if (type == "file") more = "the path of a file on the machine of this server";
  }
  if (text_in(argument, "form").size() > 0 && type == "string") schema["minLength"] = 1;
  schema["description"] = described(argument, more);
  return schema;
}

json::object argument_schema(const json::object& argument) {
  const auto* repeated = argument.if_contains("repeated");
  const bool is_list = text_in(argument, "type") == "list", many = is_list || (repeated && *repeated == true);
  if (!many) {
    auto schema = value_schema(argument);
    if (const auto* value = argument.if_contains("default"); value && !value->is_null()) schema["default"] = *value;
    return schema;
  }
  auto item = value_schema(argument);
  auto told = item["description"];
  item.erase("description");
  if (const auto* choices = argument.if_contains("choices"); is_list && choices) item["enum"] = *choices;
  return {{"type", "array"}, {"items", std::move(item)}, {"description", std::move(told)}};
}

// Without the keyword `secret`, which is ours. `is_map`: names of members, not keywords, stand here.
json::value cleaned(const json::value& schema, bool is_map = false) {
  if (schema.is_array()) {
    json::array out;
    for (const auto& one : schema.get_array()) out.push_back(cleaned(one));
    return out;
  }
  if (!schema.is_object()) return schema;
  json::object out;
  for (const auto& [name, value] : schema.get_object()) {
    if (!is_map && (name == "secret" || name == "$schema" || name == "$id")) continue;
    const bool data = !is_map && (name == "const" || name == "enum" || name == "default" || name == "examples");
    out[name] = data ? value : cleaned(value, !is_map && (name == "properties" || name == "$defs" || name == "patternProperties" || name == "dependentSchemas"));
  }
  return out;
}

// Puts what `schema` refers to into `kept`, and what that refers to.
void collect(const json::value& schema, const json::object& all, json::object& kept) {
  if (schema.is_array())
    for (const auto& one : schema.get_array()) collect(one, all, kept);
  if (!schema.is_object()) return;
  for (const auto& [name, value] : schema.get_object()) {
    if (name != "$ref" || !value.is_string()) {
      collect(value, all, kept);
      continue;
    }
    const std::string_view at(value.get_string());
    if (!at.starts_with(definitions)) continue;
    const auto of = at.substr(definitions.size(), at.find('/', definitions.size()) - definitions.size());
    const auto* found = all.if_contains(of);
    if (!found || kept.contains(of)) continue;
    kept[of] = cleaned(*found);
    collect(*found, all, kept);
  }
}

json::object with_definitions(json::object schema, const json::object& manifest) {
  const auto* all = manifest.if_contains("$defs");
  if (!all || !all->is_object()) return schema;
  json::object kept;
  collect(json::value(schema), all->get_object(), kept);
  if (!kept.empty()) schema["$defs"] = std::move(kept);
  return schema;
}

// The schema itself where it is nothing but a reference.
json::object root_of(const json::object& reply, const json::object& manifest) {
  const auto at = text_in(reply, "$ref");
  const auto* all = manifest.if_contains("$defs");
  if (reply.size() != 1 || !at.starts_with(definitions) || !all || !all->is_object()) return reply;
  const auto* found = all->get_object().if_contains(at.substr(definitions.size()));
  return found && found->is_object() ? found->get_object() : reply;
}

bool is_plain_object(const json::object& schema) {
  for (const auto* word : {"oneOf", "anyOf", "allOf", "$ref", "if", "not"})
    if (schema.contains(word)) return false;
  return text_in(schema, "type") == "object";
}

}  // namespace

json::object input_schema(const json::array& arguments, const json::array& options) {
  json::object members;
  json::array required;
  for (const auto* all : {&arguments, &options})
    for (const auto& one : *all) {
      const auto& argument = one.as_object();
      const auto name = text_in(argument, "name");
      members[name] = argument_schema(argument);
      if (const auto* must = argument.if_contains("required"); must && *must == true) required.emplace_back(name);
    }
  json::object schema{{"type", "object"}, {"properties", std::move(members)}, {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

json::object record_schema(const json::object& reply, const json::object& manifest) {
  if (reply.empty()) return {};
  const auto root = root_of(reply, manifest);
  if (is_plain_object(root)) return with_definitions(cleaned(root).get_object(), manifest);
  return with_definitions({{"type", "object"}, {"required", {"record"}}, {"properties", {{"record", cleaned(reply)}}}}, manifest);
}

json::object records_schema(const json::object& reply, const json::object& manifest) {
  json::object members{{"records", {{"type", "array"}, {"items", cleaned(reply)}}},
                       {"more", {{"type", "boolean"}, {"description", "There are more records than these"}}},
                       {"nextCursor", {{"type", "string"}, {"description", "For the tool results_more, which gives the next ones"}}}};
  return with_definitions({{"type", "object"}, {"required", {"records", "more"}}, {"properties", std::move(members)}}, manifest);
}

}  // namespace chittyconnect::mcp
