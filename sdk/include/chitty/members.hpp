// Members of JSON objects, where being absent and being of another type come to the same.
#ifndef CHITTY_MEMBERS_HPP
#define CHITTY_MEMBERS_HPP

#include <boost/json/object.hpp>
#include <chitty/error.hpp>
#include <string>
#include <string_view>

namespace chitty {

// The text; empty when the member is absent or no string.
inline std::string text_in(const json::object& object, std::string_view member) {
  const auto* value = object.if_contains(member);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

// The same of a value that may be no object.
inline std::string text_in(const json::value& value, std::string_view member) {
  const auto* object = value.if_object();
  return object ? text_in(*object, member) : std::string();
}

// The object; empty when the member is absent or null. INVALID_ARGUMENT names a member that is something else.
inline Result<json::object> object_in(const json::object& object, std::string_view member) {
  const auto* value = object.if_contains(member);
  if (!value || value->is_null()) return json::object();
  if (!value->is_object()) return usage_error("The body's " + std::string(member) + " must be a JSON object.");
  return value->get_object();
}

}  // namespace chitty

#endif  // CHITTY_MEMBERS_HPP
