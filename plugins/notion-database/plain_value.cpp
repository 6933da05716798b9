#include "plain_value.hpp"

#include <chitty/members.hpp>

#include <string_view>

namespace notion_database {

namespace {

using chitty::text_in;

json::value or_null(std::string text) { return text.empty() ? json::value(nullptr) : json::value(text); }

// The first of these members that says something.
std::string named(const json::value& value, std::initializer_list<std::string_view> members) {
  for (const auto member : members)
    if (auto text = text_in(value, member); !text.empty()) return text;
  return {};
}

json::value date(const json::value& value) {
  const auto start = text_in(value, "start"), end = text_in(value, "end");
  return or_null(end.empty() ? start : start + "/" + end);
}

json::value list(const json::value& value, std::initializer_list<std::string_view> members) {
  json::array out;
  if (const auto* array = value.if_array())
    for (const auto& one : *array) out.emplace_back(named(one, members));
  return out;
}

// A formula says what kind its value is, and a rollup may be an array of properties.
json::value within(const json::value& value) {
  const auto* object = value.if_object();
  if (!object) return nullptr;
  const auto type = text_in(*object, "type");
  const auto* inner = object->if_contains(type);
  if (!inner) return nullptr;
  if (type == "date") return date(*inner);
  const auto* array = type == "array" ? inner->if_array() : nullptr;
  if (!array) return *inner;
  json::array out;
  for (const auto& one : *array) out.push_back(one.is_object() ? plain_value(one.get_object()) : one);
  return out;
}

json::value unique_id(const json::value& value) {
  const auto* object = value.if_object();
  const auto* number = object ? object->if_contains("number") : nullptr;
  if (!number || !number->is_int64()) return nullptr;
  const auto prefix = text_in(*object, "prefix");
  return json::value((prefix.empty() ? "" : prefix + "-") + std::to_string(number->get_int64()));
}

}  // namespace

std::string plain_text(const json::value& rich_text) {
  std::string out;
  const auto* pieces = rich_text.if_array();
  for (std::size_t i = 0; pieces && i < pieces->size(); ++i) {
    const auto& piece = (*pieces)[i];
    if (const auto* object = piece.if_object(); object && object->contains("plain_text")) out += text_in(*object, "plain_text");
    else if (object && object->contains("text")) out += text_in(object->at("text"), "content");
  }
  return out;
}

json::value plain_value(const json::object& property) {
  const auto type = text_in(property, "type");
  const auto* found = property.if_contains(type);
  if (!found) return nullptr;
  const json::value& value = *found;
  if (type == "title" || type == "rich_text") return json::value(plain_text(value));
  if (type == "select" || type == "status") return or_null(text_in(value, "name"));
  if (type == "multi_select") return list(value, {"name"});
  if (type == "people") return list(value, {"name", "id"});
  if (type == "relation") return list(value, {"id"});
  if (type == "files") return list(value, {"name"});
  if (type == "date") return date(value);
  if (type == "created_by" || type == "last_edited_by") return or_null(named(value, {"name", "id"}));
  if (type == "formula" || type == "rollup") return within(value);
  if (type == "unique_id") return unique_id(value);
  return value;
}

}  // namespace notion_database
