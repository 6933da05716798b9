// remote add, rename, remove.
#include "builtin/config.hpp"
#include "builtin/config_words.hpp"

#include "base/text.hpp"
#include "config/secret_words.hpp"
#include "config/secrets.hpp"

#include <boost/json/parse.hpp>

#include <set>

namespace chitty {

namespace {

Error no_such_type(const std::string& type, const Catalogue& catalogue) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < catalogue.size(); ++i)
    if (catalogue.row(i).reason.empty()) names.emplace_back(catalogue.row(i).name);
  const std::string guess = did_you_mean(nearest(type, names));
  return usage_error("No installed plugin provides the type '" + type + "'.", guess.empty() ? "See what is installed: chitty plugin list" : guess);
}

// "key=value", the value as JSON if it is JSON.
Result<void> add_setting(json::object& settings, const std::string& words, const RemoteType& type) {
  const auto cut = words.find('=');
  if (cut == std::string::npos || cut == 0) return usage_error("'" + words + "' is not key=value.", "Write it as in --set databaseId=abc123");
  const std::string key = words.substr(0, cut), text = words.substr(cut + 1);
  if (key == "type") return usage_error("The type is an argument of its own.", "Write: chitty remote add NAME TYPE");
  boost::system::error_code ec;
  json::value value = json::parse(text, ec);
  settings[key] = ec || (is_secret(key, type.settings) && !value.is_string()) ? json::value(json::string(text)) : value;
  return {};
}

Result<void> new_name(const std::string& name, const Config& config, const std::string& environment) {
  if (const char* wrong = wrong_with_name(name)) return usage_error("The name of a remote " + std::string(wrong) + ": '" + name + "'.", "Choose another, as in: tracker");
  if (config.has_remote(name, environment))
    return make_error(Code::conflict, "A remote is called '" + name + "' already in the environment " + environment + ".",
                      "Choose another name, or remove that one: chitty remote remove " + name);
  return {};
}

// The user's own entry of that name; a project's is not ours to change.
Result<Steps> own_entry(const std::string& name, const Config& config, const std::string& environment) {
  Steps steps = steps_of_key(config.key_of(environment, "remotes"));
  steps.push_back(name);
  if (JsonText(config.user().text).raw(steps)) return steps;
  if (config.has_remote(name, environment))
    return make_error(Code::conflict, "The remote '" + name + "' stands in the project's file, not in yours.", "Change it there: " + config.project_file().string());
  const std::string guess = did_you_mean(nearest(name, config.remote_names(environment)));
  return make_error(Code::not_found, "No remote is called '" + name + "' in the environment " + environment + ".",
                    guess.empty() ? "See what there is: chitty remote list" : guess);
}

void warn_of_command(const std::string& name, BuiltinContext& context) {
  if (context.note && is_command_word(context, name))
    context.note("'" + name + "' is a command too, and that comes first: ask this remote with --remote " + name);
}

void gather_references(const json::value& value, std::set<std::string>& found) {
  if (const auto* text = value.if_string(); text && is_reference(*text)) found.emplace(*text);
  if (const auto* array = value.if_array())
    for (const auto& one : *array) gather_references(one, found);
  if (const auto* object = value.if_object())
    for (const auto& [name, member] : *object) gather_references(member, found);
}

// Destroy those that chitty keeps and nothing in the configuration refers to any more; what is left is told.
Result<void> forget_unused(const std::set<std::string>& references, const Config& config, const BuiltinContext& context) {
  const auto note = [&](const std::string& line) {
    if (context.note) context.note(line);
  };
  std::set<std::string> others, in_use;
  gather_references(config.user().root, others);
  gather_references(config.project().root, others);
  for (const auto& other : others) in_use.insert(kept_name(other, context.paths));
  for (const auto& reference : references) {
    const auto name = kept_name(reference, context.paths);
    if (name.empty()) {
      if (reference.starts_with("file:")) note("Its secret is a file of your own, and left there: " + reference);
    } else if (in_use.contains(name)) {
      note("Its secret stays, since another setting refers to it: " + reference);
    } else if (auto forgotten = forget_secret(context.paths, reference); forgotten) {
      note("Its secret is removed too: " + reference);
    } else {
      return forgotten;
    }
  }
  return {};
}

}  // namespace

Result<Reply> remote_add(const Arguments& arguments, BuiltinContext& context) {
  const auto loaded = context.config();
  if (!loaded) return loaded.error();
  Config& config = **loaded;
  const auto environment = config.known_environment(context.environment);
  if (!environment) return environment.error();
  const std::string name = arguments.text("name");
  if (auto allowed = new_name(name, config, *environment); !allowed) return allowed.error();
  const auto type = installed_type(context.catalogue, arguments.text("type"));
  if (!type) return no_such_type(arguments.text("type"), context.catalogue);

  json::object settings{{"type", type->type}};
  if (arguments.has("base-url")) settings["baseUrl"] = arguments.text("base-url");
  if (arguments.has("token") && type->auth == "none")
    return usage_error("Remotes of type " + type->type + " take no token.", "Leave --token out.");
  if (arguments.has("token")) settings[type->auth_secret] = arguments.text("token");
  for (const auto& words : arguments.list("set"))
    if (auto added = add_setting(settings, words, *type); !added) return added.error();

  Steps steps = steps_of_key(config.key_of(*environment, "remotes"));
  steps.push_back(name);
  const auto check = [&](const Config& changed) -> Result<void> {
    const auto problems = changed.remote_problems(*type, name, *environment);
    if (problems.empty()) return {};
    return make_error(Code::configuration, problems.front().message, "Say what is missing with --base-url, --token REFERENCE or --set key=value.");
  };
  if (auto added = set_keeping_secrets(context, config, steps, json::value(std::move(settings)), check); !added) return added.error();
  warn_of_command(name, context);
  return remote_show(arguments, context);
}

Result<Reply> remote_rename(const Arguments& arguments, BuiltinContext& context) {
  const auto config = context.config();
  if (!config) return config.error();
  const auto environment = (*config)->known_environment(context.environment);
  if (!environment) return environment.error();
  const std::string next = arguments.text("new-name");
  const auto steps = own_entry(arguments.text("name"), **config, *environment);
  if (!steps) return steps.error();
  if (auto allowed = new_name(next, **config, *environment); !allowed) return allowed.error();
  const auto rename = [&](JsonText& text, const json::object&) -> Result<void> {
    if (text.rename(*steps, next)) return {};
    return make_error(Code::conflict, "The remote '" + arguments.text("name") + "' has just gone.", "See what there is: chitty remote list");
  };
  if (auto renamed = (*config)->change(rename); !renamed) return renamed.error();
  warn_of_command(next, context);
  return Reply::nothing();
}

Result<Reply> remote_remove(const Arguments& arguments, BuiltinContext& context) {
  const auto config = context.config();
  if (!config) return config.error();
  const auto environment = (*config)->known_environment(context.environment);
  if (!environment) return environment.error();
  const auto steps = own_entry(arguments.text("name"), **config, *environment);
  if (!steps) return steps.error();
  std::set<std::string> references;
  if (const auto* entry = (*config)->find(join(*steps, "."))) gather_references(*entry, references);
  const auto remove = [&](JsonText& text, const json::object&) -> Result<void> { return text.erase(*steps), Result<void>(); };
  if (auto removed = (*config)->change(remove); !removed) return removed.error();
  if (auto forgotten = forget_unused(references, **config, context); !forgotten) return forgotten.error();
  return Reply::nothing();
}

}  // namespace chitty
