// Members of a manifest's words, with a default for what is absent. The schema of manifests has been kept.
#pragma once

#include <boost/json/object.hpp>
#include <set>
#include <string>
#include <string_view>

namespace chitty::manifest_words {

namespace json = boost::json;

inline std::string text_at(const json::object& from, std::string_view key) {
  const auto* value = from.if_contains(key);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

inline const json::object& object_at(const json::object& from, std::string_view key) {
  static const json::object none;
  const auto* value = from.if_contains(key);
  return value && value->is_object() ? value->get_object() : none;
}

inline const json::array& list_at(const json::object& from, std::string_view key) {
  static const json::array none;
  const auto* value = from.if_contains(key);
  return value && value->is_array() ? value->get_array() : none;
}

inline bool says(const json::object& from, std::string_view key) {
  const auto* value = from.if_contains(key);
  return value && *value == json::value(true);
}

// The names between braces in a path.
inline std::set<std::string> variables_of(std::string_view path) {
  std::set<std::string> names;
  for (auto open = path.find('{'); open != path.npos; open = path.find('{', open + 1))
    names.insert(std::string(path.substr(open + 1, path.find('}', open) - open - 1)));
  return names;
}

}  // namespace chitty::manifest_words
