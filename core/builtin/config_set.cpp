// config set and unset.
#include "builtin/config.hpp"
#include "builtin/config_words.hpp"

#include <chitty/finite.hpp>
#include "base/text.hpp"
#include "config/secret/unused_secrets.hpp"
#include "config/unknown_keys.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace chitty::host {

namespace {

// JSON if it is JSON, else the text itself; a secret is always text, even one of digits only.
json::value value_of(const Arguments& arguments, bool secret) {
  const std::string text = arguments.text("value");
  boost::system::error_code ec;
  json::value value = json::parse(text, ec);
  const bool as_text = ec || arguments.flag("text") || (secret && !value.is_string());
  return as_text ? json::value(json::string(text)) : value;
}

// What the plugin's schema says of the part that was set; what is still missing elsewhere may follow.
Result<void> fits(const Steps& steps, const json::object& before, const Config& changed, const BuiltinContext& context) {
  if (auto known = no_new_unknown_keys(before, changed.user().root, known_types(context)); !known) return known;
  const auto entry = entry_of_key(steps, changed);
  const auto type = entry ? installed_type(context.catalogue, entry->type) : std::nullopt;
  if (!type) return {};
  for (const auto& problem : changed.remote_problems(*type, entry->name, entry->environment)) {
    const bool here = problem.steps.size() >= steps.size() && std::equal(steps.begin(), steps.end(), problem.steps.begin());
    if (here) return make_error(Code::configuration, problem.message, problem.hint);
  }
  return {};
}

// What a change is told with: a line for a person, a record for a program.
Reply told(const BuiltinContext& context, const std::string& line, json::object record) {
  if (context.note) context.note(line);
  return Reply(std::move(record));
}

// "chittyos.environment to staging"
std::string change_in_words(const std::string& key, const json::value& open) {
  const std::string text = open.is_string() ? std::string(open.get_string()) : json::serialize(open);
  return key + " to " + (text.size() > 200 ? "a value of " + std::to_string(text.size()) + " bytes" : text);
}

Reply now_set(const std::string& key, const Config& config, const BuiltinContext& context) {
  const auto* now = config.find(key);
  const json::value open = now ? shown(steps_of_key(key), *now, config, context.catalogue) : json::value();
  return told(context, "Set " + change_in_words(key, open), {{"key", key}, {"value", open}, {"file", config.file().string()}});
}

}  // namespace

Result<Plan> config_set(const Arguments& arguments, BuiltinContext& context) {
  const auto loaded = context.config();
  if (!loaded) return loaded.error();
  Config& config = **loaded;
  const std::string key = arguments.text("key");
  const Steps steps = steps_of_key(key);
  const bool secret = names_secret(steps, config, context.catalogue);
  json::value value = value_of(arguments, secret);
  if (secret && value == "-" && context.ask_secret) {
    const auto asked = context.ask_secret(key);
    if (!asked) return asked.error();
    value = json::string(*asked);
  }
  if (has_nonfinite(value)) return usage_error("the number is too large", "To keep it as text, add --text.");
  const auto check = [steps, before = config.user().root, &context](const Config& changed) { return fits(steps, before, changed, context); };
  if (auto allowed = config.rehearse_set(key, value, check); !allowed) return allowed.error();
  const auto open = change_in_words(key, shown(steps, value, config, context.catalogue));
  return Plan{(value.is_null() ? "remove " + key + " from " : "set " + open + " in ") + config.file().string(), [=, &config, &context]() -> Result<Reply> {
                if (steps.empty() || value.is_null()) {
                  if (auto set = config.set(key, value, check); !set) return set.error();
                  return told(context, "Removed " + key, {{"key", key}, {"removed", true}});
                }
                if (auto set = set_keeping_secrets(context, config, steps, value, check); !set) return set.error();
                return now_set(key, config, context);
              }};
}

Result<Plan> config_unset(const Arguments& arguments, BuiltinContext& context) {
  const auto config = context.config();
  if (!config) return config.error();
  const std::string key = arguments.text("key");
  if (!JsonText((*config)->user().text).raw(steps_of_key(key))) {
    const bool projects = (*config)->find(key) != nullptr;
    return make_error(Code::not_found, "'" + key + "' is not set in your configuration",
                      projects ? "It is set in the project's file: " + (*config)->project_file().string() : "List all keys: chitty config list");
  }
  if (auto allowed = (*config)->rehearse_set(key, nullptr); !allowed) return allowed.error();
  const auto* value = (*config)->find(key);
  return Plan{"remove " + key + " from " + (*config)->file().string(),
              [key, removed = value ? *value : json::value(), &context, config = *config]() -> Result<Reply> {
                if (auto set = config->set(key, nullptr); !set) return set.error();
                const auto secrets = forget_unused_secrets(removed, *config, context.paths);
                if (!secrets) return secrets.error();
                return told(context, "Removed " + key + *secrets, {{"key", key}, {"removed", true}});
              }};
}

}  // namespace chitty::host
