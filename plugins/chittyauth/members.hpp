// Members of what came from elsewhere, which may be anything.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <chitty/members.hpp>

namespace chitty::auth {

// The object that a value is; an empty one where it is something else.
inline const json::object& object_of(const json::value& value) {
  static const json::object none;
  return value.is_object() ? value.get_object() : none;
}

// Null where there is none of that name, or it is no array, or no object.
inline const json::array* array_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value ? value->if_array() : nullptr;
}
inline const json::object* inner_object(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value ? value->if_object() : nullptr;
}

inline bool is_true(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && *value == true;
}

// 0 where there is no whole number.
inline std::int64_t integer_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_int64() ? value->get_int64() : 0;
}

}  // namespace chitty::auth
