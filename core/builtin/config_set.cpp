// config set and unset.
#include "builtin/config.hpp"
#include "builtin/config_words.hpp"

#include "base/text.hpp"

#include <boost/json/parse.hpp>

namespace chitty {

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
Result<void> fits(const Steps& steps, const Config& changed, const BuiltinContext& context) {
  const auto entry = entry_of_key(steps, changed);
  const auto type = entry ? installed_type(context.catalogue, entry->type) : std::nullopt;
  if (!type) return {};
  for (const auto& problem : changed.remote_problems(*type, entry->name, entry->environment)) {
    const bool here = problem.steps.size() >= steps.size() && std::equal(steps.begin(), steps.end(), problem.steps.begin());
    if (here) return make_error(Code::configuration, problem.message, problem.hint);
  }
  return {};
}

}  // namespace

Result<Reply> config_set(const Arguments& arguments, BuiltinContext& context) {
  const auto config = context.config();
  if (!config) return config.error();
  const Steps steps = steps_of_key(arguments.text("key"));
  json::value value = value_of(arguments, names_secret(steps, **config, context.catalogue));
  const auto check = [&](const Config& changed) { return fits(steps, changed, context); };
  if (steps.empty() || value.is_null()) {
    if (auto set = (*config)->set(arguments.text("key"), value, check); !set) return set.error();
    return Reply::nothing();
  }
  if (auto set = set_keeping_secrets(context, **config, steps, std::move(value), check); !set) return set.error();
  return Reply::nothing();
}

Result<Reply> config_unset(const Arguments& arguments, BuiltinContext& context) {
  const auto config = context.config();
  if (!config) return config.error();
  const std::string key = arguments.text("key");
  if (!JsonText((*config)->user().text).raw(steps_of_key(key))) {
    const bool projects = (*config)->find(key) != nullptr;
    return make_error(Code::not_found, "Nothing is set at '" + key + "' in your configuration.",
                      projects ? "It stands in the project's file: " + (*config)->project_file().string() : "See what is set: chitty config list");
  }
  if (auto set = (*config)->set(key, nullptr); !set) return set.error();
  return Reply::nothing();
}

}  // namespace chitty
