// The rules between fields: each is about what a person would otherwise find out at run time.
#include <boost/json.hpp>
#include <algorithm>
#include <set>

#include "check.hpp"

namespace chitty::tool {

namespace json = boost::json;

namespace {

using Lines = std::vector<std::string>;

const json::array& list(const json::object& object, std::string_view key) {
  static const json::array none;
  const auto* found = object.if_contains(key);
  return found && found->is_array() ? found->get_array() : none;
}

std::string text(const json::object& object, std::string_view key) {
  const auto* found = object.if_contains(key);
  return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

bool yes(const json::object& object, std::string_view key) {
  const auto* found = object.if_contains(key);
  return found && found->is_bool() && found->get_bool();
}

// A choice has choices and a list may; a default is one of them. Those of a text are only offered when it is completed.
void check_choices(const json::object& argument, const std::string& where, Lines& out) {
  const json::array& choices = list(argument, "choices");
  const auto type = text(argument, "type");
  if (type == "choice" && choices.empty()) return out.push_back(where + ": is of type choice and has no `choices`");
  const auto* fallback = argument.if_contains("default");
  if (choices.empty() || !fallback || (type != "choice" && type != "list")) return;
  const json::array defaults = fallback->is_array() ? fallback->get_array() : json::array{*fallback};
  for (const auto& one : defaults)
    if (std::find(choices.begin(), choices.end(), one) == choices.end())
      out.push_back(where + ": its default " + json::serialize(one) + " is not one of its choices");
}

void check_arguments(const json::object& command, const std::string& where, Lines& out) {
  std::set<std::string> names, shorts;
  bool optional_seen = false;
  const json::array& arguments = list(command, "arguments");
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto& argument = arguments[i].as_object();
    const std::string here = where + ".arguments[" + std::to_string(i) + "]";
    const std::string name = text(argument, "name");
    if (!names.insert(name).second) out.push_back(here + ": the name " + name + " appears twice in this command");
    if (yes(argument, "required") && optional_seen) out.push_back(here + ": is required, but follows one that is not");
    if (yes(argument, "repeated") && i + 1 < arguments.size())
      out.push_back(here + ": is repeated, but is not the last");
    optional_seen = optional_seen || !yes(argument, "required");
    check_choices(argument, here, out);
  }
  for (std::size_t i = 0; i < list(command, "options").size(); ++i) {
    const auto& option = list(command, "options")[i].as_object();
    const std::string here = where + ".options[" + std::to_string(i) + "]";
    const std::string name = text(option, "name"), letter = text(option, "short");
    if (!names.insert(name).second) out.push_back(here + ": the name " + name + " appears twice in this command");
    if (!letter.empty() && !shorts.insert(letter).second)
      out.push_back(here + ": -" + letter + " appears twice in this command");
    check_choices(option, here, out);
  }
}

void check_commands(const json::object& manifest, Lines& out) {
  std::set<std::string> words{text(manifest, "name")}, paths;
  for (const auto& root : list(manifest, "roots")) words.insert(text(root.as_object(), "word"));
  for (std::size_t i = 0; i < list(manifest, "commands").size(); ++i) {
    const auto& command = list(manifest, "commands")[i].as_object();
    const std::string where = "commands[" + std::to_string(i) + "]", path = text(command, "path");
    if (!paths.insert(path).second) out.push_back(where + ".path: \"" + path + "\" is declared twice");
    if (!words.contains(path.substr(0, path.find(' '))))
      out.push_back(where + ".path: \"" + path + "\" begins with a word that `roots` does not declare");
    check_arguments(command, where, out);
  }
}

// A private table is one that the service's migrations make: a misspelt name would protect nothing.
void check_private(const json::object& service, Lines& out) {
  for (std::size_t i = 0; i < list(service, "private").size(); ++i) {
    const auto& name = list(service, "private")[i].as_string();
    const std::string made = "CREATE TABLE " + std::string(name);
    bool found = false;
    for (const auto& migration : list(service, "migrations")) {
      const std::string up = text(migration.as_object(), "up");
      const auto at = up.find(made);
      found = found || (at != std::string::npos && up.find_first_of(" (\n", at + made.size()) == at + made.size());
    }
    if (!found)
      out.push_back("service.private[" + std::to_string(i) + "]: no migration has \"" + made + "\"");
  }
}

void check_service(const json::object& manifest, Lines& out) {
  const auto* service = manifest.if_contains("service");
  if (!service) return;
  std::set<std::string> seen;
  const json::array& routes = list(service->as_object(), "routes");
  for (std::size_t i = 0; i < routes.size(); ++i) {
    const auto& route = routes[i].as_object();
    const std::string line = text(route, "method") + " " + text(route, "path");
    if (!seen.insert(line).second)
      out.push_back("service.routes[" + std::to_string(i) + "]: " + line + " is declared twice");
  }
  check_private(service->as_object(), out);
}

// What is unstable is for one host version, which must be named (ABI-11).
void check_unstable(const json::object& manifest, Lines& out) {
  const auto* abi = manifest.if_contains("abi");
  if (!abi || !abi->is_object() || !text(abi->get_object(), "host").empty()) return;
  const json::array& extensions = list(abi->get_object(), "extensions");
  for (std::size_t i = 0; i < extensions.size(); ++i)
    if (extensions[i].is_string() && extensions[i].get_string().starts_with("chitty.unstable."))
      out.push_back("abi.extensions[" + std::to_string(i) +
                    "]: is unstable, so `abi.host` must name the one host version that it is for");
}

}  // namespace

std::vector<std::string> check_rules(const json::object& manifest) {
  Lines out;
  check_commands(manifest, out);
  check_service(manifest, out);
  check_unstable(manifest, out);
  return out;
}

}  // namespace chitty::tool
