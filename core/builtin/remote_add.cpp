// remote add, rename, remove.
#include "builtin/config.hpp"
#include "builtin/config_words.hpp"

#include "base/text.hpp"
#include "config/secret/secret_words.hpp"
#include "config/secret/unused_secrets.hpp"
#include "config/unknown_keys.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <filesystem>

namespace chitty::host {

namespace {

Error no_such_type(const std::string& type, const Catalogue& catalogue) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < catalogue.size(); ++i)
    if (catalogue.row(i).reason.empty()) names.emplace_back(catalogue.row(i).name);
  const std::string guess = did_you_mean(nearest(type, names));
  return usage_error("no installed plugin provides the type '" + type + "'", guess.empty() ? "List the installed plugins: chitty plugin list" : guess);
}

// "key=value", the value as JSON if it is JSON.
Result<void> add_setting(json::object& settings, const std::string& words, const RemoteType& type) {
  const auto cut = words.find('=');
  if (cut == std::string::npos || cut == 0) return usage_error("invalid value '" + words + "' for '--set': expected KEY=VALUE");
  const std::string key = words.substr(0, cut), text = words.substr(cut + 1);
  if (key == "type") return usage_error("the type cannot be set with --set", "Give it after the name: chitty remote add NAME TYPE");
  if (const auto known = settings_of(type, false); known && std::find(known->begin(), known->end(), key) == known->end()) {
    const auto near = did_you_mean(nearest(key, *known));
    return usage_error("remotes of type " + type.type + " have no setting '" + key + "'", near.empty() ? "Settings: " + join(*known, ", ") : near);
  }
  boost::system::error_code ec;
  json::value value = json::parse(text, ec);
  settings[key] = ec || (is_secret(key, type.settings) && !value.is_string()) ? json::value(json::string(text)) : value;
  return {};
}

Result<void> new_name(const std::string& name, const Config& config, const std::string& environment) {
  if (const char* wrong = wrong_with_name(name)) return usage_error("invalid remote name '" + name + "': it " + wrong);
  if (config.has_remote(name, environment))
    return make_error(Code::conflict, "remote '" + name + "' already exists in environment " + environment,
                      "Choose another name, or remove it first: chitty remote remove " + name);
  return {};
}

// The user's own entry of that name; a project's is not ours to change.
Result<Steps> own_entry(const std::string& name, const Config& config, const std::string& environment, const BuiltinContext& context) {
  Steps steps = steps_of_key(config.key_of(environment, "remotes"));
  steps.push_back(name);
  if (JsonText(config.user().text).raw(steps)) return steps;
  if (config.has_remote(name, environment))
    return make_error(Code::conflict, "remote '" + name + "' is defined in the project's file, not in yours", "Change it there: " + config.project_file().string());
  if (installed_type(context.catalogue, name))
    return make_error(Code::conflict, "remote '" + name + "' comes with its plugin and is not in your configuration",
                      "To give it another address: chitty config set " + config.key_of(environment, "services") + "." + name + ".baseUrl URL");
  const std::string guess = did_you_mean(nearest(name, config.remote_names(environment)));
  return make_error(Code::not_found, "no remote '" + name + "' in environment " + environment,
                    guess.empty() ? "List the remotes: chitty remote list" : guess);
}

// What must be added where a remote has the name of a command.
std::string clash_with_command(const std::string& name, const BuiltinContext& context) {
  if (!is_command_word(context, name)) return {};
  return "; since '" + name + "' is also a command, use it with --remote " + name;
}

}  // namespace

Result<Plan> remote_add(const Arguments& arguments, BuiltinContext& context) {
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
    return usage_error("remotes of type " + type->type + " take no token", "Leave out --token.");
  if (arguments.has("token")) settings[type->auth_secret] = arguments.text("token");
  if (arguments.has("authority")) {
    std::error_code ec;
    const auto file = std::filesystem::absolute(arguments.text("authority"), ec).lexically_normal();
    if (ec || !std::filesystem::is_regular_file(file, ec))
      return usage_error("invalid value '" + arguments.text("authority") + "' for '--authority': no such file", "Name the PEM file of the authority.");
    settings["authority"] = file.string();
  }
  for (const auto& words : arguments.list("set"))
    if (auto added = add_setting(settings, words, *type); !added) return added.error();

  Steps steps = steps_of_key(config.key_of(*environment, "remotes"));
  steps.push_back(name);
  const auto check = [type = *type, name, environment = *environment, before = config.user().root, &context](const Config& changed) -> Result<void> {
    if (auto known = no_new_unknown_keys(before, changed.user().root, known_types(context)); !known) return known;
    const auto problems = changed.remote_problems(type, name, environment);
    if (problems.empty()) return {};
    return make_error(Code::configuration, problems.front().message, "Add what is missing with --base-url, --token REFERENCE or --set key=value.");
  };
  if (auto allowed = config.rehearse_set(pointer_of(steps), settings, check); !allowed) return allowed.error();
  return Plan{"add the remote '" + name + "' of type " + type->type + " to " + config.file().string(),
              [=, &config, &context, environment = *environment]() -> Result<Reply> {
                if (auto added = set_keeping_secrets(context, config, steps, settings, check); !added) return added.error();
                if (context.note) context.note("Added the remote " + name + " to the environment " + environment + clash_with_command(name, context));
                return remote_show(arguments, context);
              }};
}

Result<Plan> remote_rename(const Arguments& arguments, BuiltinContext& context) {
  const auto config = context.config();
  if (!config) return config.error();
  const auto environment = (*config)->known_environment(context.environment);
  if (!environment) return environment.error();
  const std::string next = arguments.text("new-name");
  const auto steps = own_entry(arguments.text("name"), **config, *environment, context);
  if (!steps) return steps.error();
  if (auto allowed = new_name(next, **config, *environment); !allowed) return allowed.error();
  const std::string name = arguments.text("name");
  const auto rename = [=, steps = *steps](JsonText& text, const json::object&) -> Result<void> {
    if (text.rename(steps, next)) return {};
    return make_error(Code::conflict, "The remote '" + name + "' was just removed", "List the remotes: chitty remote list");
  };
  return Plan{"rename the remote '" + name + "' to '" + next + "' in " + (*config)->file().string(),
              [=, &context, config = *config, environment = *environment]() -> Result<Reply> {
                if (auto renamed = config->change(rename); !renamed) return renamed.error();
                if (context.note) context.note("Renamed the remote " + name + " to " + next + clash_with_command(next, context));
                return Reply(json::object{{"name", next}, {"oldName", name}, {"environment", environment}});
              }};
}

Result<Plan> remote_remove(const Arguments& arguments, BuiltinContext& context) {
  const auto config = context.config();
  if (!config) return config.error();
  const auto environment = (*config)->known_environment(context.environment);
  if (!environment) return environment.error();
  const auto steps = own_entry(arguments.text("name"), **config, *environment, context);
  if (!steps) return steps.error();
  const auto* entry = (*config)->find(join(*steps, "."));
  const json::value removed = entry ? *entry : json::value();
  const std::string name = arguments.text("name");
  const auto remove = [steps = *steps](JsonText& text, const json::object&) -> Result<void> {
    text.erase(steps);
    return {};
  };
  return Plan{"remove the remote '" + name + "' from " + (*config)->file().string(),
              [=, &context, config = *config, environment = *environment]() -> Result<Reply> {
                if (auto done = config->change(remove); !done) return done.error();
                const auto secrets = forget_unused_secrets(removed, *config, context.paths);
                if (!secrets) return secrets.error();
                if (context.note) context.note("Removed the remote " + name + " from the environment " + environment + *secrets);
                return Reply(json::object{{"name", name}, {"environment", environment}, {"removed", true}});
              }};
}

}  // namespace chitty::host
