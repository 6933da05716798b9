// Members of the manifest's words, with a default for what is absent.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

namespace chitty::host {

namespace json = boost::json;

// What stands in `from` at `key`, or null. The schema has been checked: a wrong type is as good as absent.
inline const json::value* at(const json::object& from, std::string_view key) { return from.if_contains(key); }

inline std::string text(const json::object& from, std::string_view key, std::string_view fallback = {}) {
  const auto* value = at(from, key);
  return std::string(value && value->is_string() ? std::string_view(value->get_string()) : fallback);
}
inline bool flag(const json::object& from, std::string_view key) {
  const auto* value = at(from, key);
  return value && value->is_bool() && value->get_bool();
}
inline const json::object& object(const json::object& from, std::string_view key) {
  static const json::object none;
  const auto* value = at(from, key);
  return value && value->is_object() ? value->get_object() : none;
}

}  // namespace chitty::host
