// Arguments held to what the manifest says of a command, as the host does before a handler sees them.
#ifndef CHITTY_TESTKIT_DECLARED_ARGUMENTS_HPP
#define CHITTY_TESTKIT_DECLARED_ARGUMENTS_HPP

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <chitty/error.hpp>
#include <string>
#include <string_view>

namespace chitty::testkit {

namespace detail {

inline std::string member(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}
inline bool is_set(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && *value == json::value(true);
}

// One value of an argument of this type, as the host hands it over.
inline bool is_of_type(const json::object& argument, const json::value& value) {
  const auto type = member(argument, "type");
  if (type == "json") return true;
  if (type == "boolean") return value.is_bool();
  if (type == "list") return value.is_array();
  if (type != "integer" && type != "duration") return value.is_string();
  if (!value.is_int64()) return false;
  const auto* least = argument.if_contains("minimum");
  const auto* most = argument.if_contains("maximum");
  return (!least || value.get_int64() >= least->to_number<std::int64_t>()) &&
         (!most || value.get_int64() <= most->to_number<std::int64_t>());
}

inline bool is_choice(const json::object& argument, const json::value& value) {
  const auto* choices = argument.if_contains("choices");
  if (argument.contains("form") && value == json::value("")) return false;
  if (member(argument, "type") != "choice" || !choices) return true;
  for (const auto& one : choices->as_array())
    if (one == value) return true;
  return false;
}

inline bool fits(const json::object& argument, const json::value& value) {
  if (!is_set(argument, "repeated")) return is_of_type(argument, value) && is_choice(argument, value);
  if (!value.is_array()) return false;
  for (const auto& one : value.get_array())
    if (!is_of_type(argument, one) || !is_choice(argument, one)) return false;
  return true;
}

}  // namespace detail

// The arguments of `command` (an object of the manifest's `commands`) with its defaults in. INVALID_ARGUMENT: one that
// is not declared, is missing, or is not of its type; of a default, which a person writes as a word, only texts,
// numbers and booleans are taken as they are (a duration as milliseconds is for the test to give).
inline Result<json::object> hold_arguments(const json::object& command, json::object given) {
  const auto path = detail::member(command, "path");
  json::object held;
  for (const auto* kind : {"arguments", "options"}) {
    const auto* declared = command.if_contains(kind);
    if (!declared) continue;
    for (const auto& one : declared->as_array()) {
      const auto& argument = one.as_object();
      const auto name = detail::member(argument, "name");
      const auto* value = given.if_contains(name);
      if (!value) {
        if (detail::is_set(argument, "required")) return usage_error("'" + path + "' needs the argument " + name + ".");
        const auto* preset = argument.if_contains("default");
        if (preset && detail::fits(argument, *preset)) held[name] = *preset;
        continue;
      }
      if (!detail::fits(argument, *value))
        return usage_error("'" + path + "' does not take " + json::serialize(*value) + " as " + name + ".");
      held[name] = *value;
      given.erase(name);
    }
  }
  if (given.empty()) return held;
  return usage_error("'" + path + "' has no argument " + std::string(given.begin()->key()) + ".");
}

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_DECLARED_ARGUMENTS_HPP
