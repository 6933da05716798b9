#include <chitty/members.hpp>

namespace chitty {

std::string text_in(const json::object& object, std::string_view member) {
  const auto* value = object.if_contains(member);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string text_in(const json::value& value, std::string_view member) {
  const auto* object = value.if_object();
  return object ? text_in(*object, member) : std::string();
}

json::value text_or_null(std::string_view text) {
  return text.empty() ? json::value(nullptr) : json::value(json::string(text));
}

Result<json::object> object_in(const json::object& object, std::string_view member) {
  const auto* value = object.if_contains(member);
  if (!value || value->is_null()) return json::object();
  if (!value->is_object()) return usage_error("The body's " + std::string(member) + " must be a JSON object.");
  return value->get_object();
}

}  // namespace chitty
