#include "manifest/manifest_rules.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace chitty::host {

namespace {

constexpr std::size_t longest_text = 4096;
constexpr std::array<std::string_view, 4> long_texts{"description", "up", "down", "graphql"};
constexpr std::array<std::string_view, 4> free_parts{"settings", "reply", "default", "defaults"};

template <std::size_t size>
bool among(const std::array<std::string_view, size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Error broken(const std::string& where, const std::string& rule) {
  return make_error(Code::plugin_fault, "breaks a rule of manifests at " + where + ": " + rule);
}

Result<void> check_lengths_at(const json::value& value, const std::string& where) {
  if (value.is_string() && value.get_string().size() > longest_text)
    return broken(where, "this text may have at most " + std::to_string(longest_text) + " bytes");
  if (value.is_array())
    for (std::size_t i = 0; i < value.get_array().size(); ++i)
      if (auto fits = check_lengths_at(value.get_array()[i], where + '/' + std::to_string(i)); !fits) return fits;
  if (value.is_object())
    for (const auto& [key, member] : value.get_object()) {
      const std::string_view name = key;
      if (name.size() > longest_text)
        return broken(where, "a key may have at most " + std::to_string(longest_text) + " bytes");
      if (among(long_texts, name) || among(free_parts, name)) continue;
      if (auto fits = check_lengths_at(member, where + '/' + std::string(name)); !fits) return fits;
    }
  return {};
}

using Texts = std::set<std::string, std::less<>>;

std::string text(const json::object& from, std::string_view key) {
  const auto* value = from.if_contains(key);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

// Calls `look(object, where)` for each member of the array at `key`, until one is wrong.
template <class Look>
Result<void> each(const json::object& from, std::string_view key, const std::string& where, Look look) {
  const auto* value = from.if_contains(key);
  if (!value || !value->is_array()) return {};
  const auto& items = value->get_array();
  for (std::size_t i = 0; i < items.size(); ++i)
    if (items[i].is_object())
      if (auto fits = look(items[i].get_object(), where + '/' + std::string(key) + '/' + std::to_string(i)); !fits)
        return fits;
  return {};
}

Result<void> check_argument(const json::object& argument, const std::string& where, Texts& names, Texts& letters) {
  if (!names.insert(text(argument, "name")).second)
    return broken(where + "/name", "'" + text(argument, "name") + "' is declared twice in this command");
  if (const auto letter = text(argument, "short"); !letter.empty() && !letters.insert(letter).second)
    return broken(where + "/short", "'-" + letter + "' is declared twice in this command");
  if (text(argument, "type") == "choice" && !argument.contains("choices"))
    return broken(where, "an argument of type choice needs `choices`");
  return {};
}

// Words are read from left to right: behind a repeated or a left-out argument, no other can be told.
Result<void> check_order(const json::object& command, const std::string& where) {
  bool optional_seen = false, repeated_seen = false;
  return each(command, "arguments", where, [&](const json::object& argument, const std::string& at) -> Result<void> {
    const auto* required = argument.if_contains("required");
    const auto* repeated = argument.if_contains("repeated");
    const bool is_required = required && required->is_bool() && required->get_bool();
    if (repeated_seen) return broken(at, "only the last argument may be repeated");
    if (is_required && optional_seen) return broken(at, "required arguments must come before optional ones");
    optional_seen = optional_seen || !is_required;
    repeated_seen = repeated && repeated->is_bool() && repeated->get_bool();
    return {};
  });
}

Result<void> check_command(const json::object& command, const std::string& where, const Texts& words, Texts& paths) {
  const auto path = text(command, "path");
  const auto first = path.substr(0, path.find(' '));
  if (!words.contains(first))
    return broken(where + "/path",
                  "the first word '" + first + "' is neither the plugin's name nor a word under `roots`");
  if (!paths.insert(path).second) return broken(where + "/path", "the command '" + path + "' is declared twice");
  Texts names, letters;
  const auto look = [&](const json::object& argument, const std::string& at) {
    return check_argument(argument, at, names, letters);
  };
  if (auto fits = each(command, "arguments", where, look); !fits) return fits;
  if (auto fits = each(command, "options", where, look); !fits) return fits;
  return check_order(command, where);
}

Result<void> check_service(const json::object& service) {
  Texts routes, migrations;
  auto fits =
      each(service, "routes", "/service", [&](const json::object& route, const std::string& where) -> Result<void> {
        if (routes.insert(text(route, "method") + ' ' + text(route, "path")).second) return {};
        return broken(where, "the route " + text(route, "method") + ' ' + text(route, "path") + " is declared twice");
      });
  if (!fits) return fits;
  return each(service, "migrations", "/service",
              [&](const json::object& migration, const std::string& where) -> Result<void> {
                if (migrations.insert(text(migration, "id")).second) return {};
                return broken(where + "/id", "the migration '" + text(migration, "id") + "' is declared twice");
              });
}

}  // namespace

Result<void> check_lengths(const json::value& manifest) { return check_lengths_at(manifest, ""); }

Result<void> check_rules(const json::object& manifest) {
  Texts words{text(manifest, "name")}, roots, paths;
  auto fits = each(manifest, "roots", "", [&](const json::object& root, const std::string& where) -> Result<void> {
    words.insert(text(root, "word"));
    if (roots.insert(text(root, "word")).second) return {};
    return broken(where + "/word", "the word '" + text(root, "word") + "' is declared twice");
  });
  if (!fits) return fits;
  fits = each(manifest, "commands", "", [&](const json::object& command, const std::string& where) {
    return check_command(command, where, words, paths);
  });
  if (!fits) return fits;
  if (const auto* service = manifest.if_contains("service"); service && service->is_object())
    return check_service(service->get_object());
  return {};
}

}  // namespace chitty::host
