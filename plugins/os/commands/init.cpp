// chitty os init: an environment that the configuration knows; of this machine, with a folder, a token and a port. Asks on a terminal,
// and shows what it will write. Can be run again: what is in use stays.
#include "commands.hpp"

#include "questions.hpp"
#include "settings.hpp"

#include "../ecosystem/installed.hpp"

#include <chitty/members.hpp>

#include <algorithm>

namespace os::commands {

namespace {

bool is_reference(std::string_view value) {
  constexpr std::string_view kinds[] = {"env:", "file:", "keyring:", "exec:"};
  return std::any_of(std::begin(kinds), std::end(kinds), [&](std::string_view kind) { return value.starts_with(kind); });
}

// The token in use is never taken away: another one is for `auth login`, which keeps both.
Result<void> plan_token(Settings& settings, Host& host, const Answers& answers) {
  if (answers.token.empty()) return {};
  const auto key = settings.key("token");
  CHITTY_TRY(const auto present, settings.at(key));
  if (present == json::value(answers.token)) return {};
  if (!present.is_null())
    return make_error(Code::conflict, "environment " + answers.environment + " has a token in use", "Add another account, and keep this one: chitty auth login --with-token TOKEN");
  std::string reference = answers.token;
  if (!is_reference(reference)) {
    CHITTY_TRY(reference, host.keep_secret(answers.environment + ".token", answers.token));
  }
  return settings.put(key, json::string(reference), false);
}

// Those that chittyd hosts: by name, or "all" of them again.
Result<void> plan_services(Settings& settings, Host& host, const std::vector<std::string>& services) {
  if (services.empty()) return {};
  const auto key = settings.key("enabledServices");
  if (services.size() == 1 && services.front() == "all") return settings.put(key, nullptr, true);
  const auto plugins = installed(host);
  json::array names;
  for (const auto& name : services) {
    const auto plugin = plugins.find(name);
    if (!plugins.empty() && (plugin == plugins.end() || !plugin->second.has_service))
      return make_error(Code::not_found, "no service '" + name + "' is installed", "List the plugins: chitty plugin list");
    if (plugin != plugins.end())
      for (const auto& [needed, why] : plugin->second.needs)
        if (std::find(why.begin(), why.end(), "service") != why.end() && std::find(services.begin(), services.end(), needed) == services.end())
          host.note("warning: " + name + " needs " + needed + ", which is not among them");
    names.emplace_back(name);
  }
  return settings.put(key, std::move(names), true);
}

Result<json::object> plan(Settings& settings, Host& host, const Answers& answers) {
  json::object made;
  if (answers.environment == "local") {
    CHITTY_DO(not_elsewhere(answers.port, host));
    CHITTY_TRY(auto local, host.daemon("init", port_option(answers.port)));
    made = std::move(local.as_object());
    CHITTY_DO(plan_token(settings, host, answers));
    CHITTY_DO(plan_local(settings, host, made, answers.database, answers.blobs));
    CHITTY_DO(plan_services(settings, host, answers.services));
  } else {
    if (!answers.base_url.empty()) CHITTY_DO(settings.put(settings.key("baseUrl"), json::string(answers.base_url), true));
    CHITTY_DO(plan_token(settings, host, answers));
    CHITTY_TRY(const auto address, settings.at(settings.key("baseUrl")));
    if (!address.is_string()) return usage_error("missing required option '--base-url'", "For example --base-url https://os.example");
    made["baseUrl"] = address;
  }
  made["environment"] = answers.environment;
  return made;
}

void say_what_is_next(Host& host, const Settings& settings, const Answers& answers) {
  if (const auto used = host.config("chittyos.environment"); used && used->is_string() && *used != json::value(answers.environment))
    host.note("The environment in use is " + std::string(used->get_string()) + "; use this one with --env " + answers.environment);
  if (answers.environment != "local") return host.note("Next: chitty os health --env " + answers.environment);
  const auto now = host.daemon("status");
  const bool runs = now && now->as_object().at("running") == true;
  if (!runs) return host.note("Next: chitty os up");
  for (const auto& change : settings.changes())
    if (change.key.ends_with(".sharedDatabase") || change.key.ends_with(".sharedBlobs") || change.key.ends_with(".enabledServices"))
      return host.note("It counts from the next start on: chitty os down && chitty os up");
}

json::array changes_of(const Settings& settings) {
  json::array all;
  for (const auto& change : settings.changes()) all.push_back({{"key", change.key}, {"before", change.before}, {"after", change.after}});
  return all;
}

}  // namespace

Result<json::array> write_settings(Host& host, const json::object& made, const std::string& database, const std::string& blobs) {
  CHITTY_TRY(auto settings, Settings::of(host, "local"));
  CHITTY_DO(plan_local(settings, host, made, database, blobs));
  return settings.apply();
}

Result<Reply> init(const Init& args, Host& host) {
  CHITTY_TRY(const auto answers, ask_what_is_missing(args, host));
  CHITTY_TRY(auto settings, Settings::of(host, answers.environment));
  CHITTY_TRY(auto made, plan(settings, host, answers));
  made["changes"] = changes_of(settings);
  // Whoever was asked sees all of it before; else what replaces something.
  const bool replaces = std::any_of(settings.changes().begin(), settings.changes().end(), [](const Change& change) { return !change.before.is_null(); });
  if (answers.by_hand || replaces)
    for (const auto& line : diff_of(settings.changes())) host.note(line);
  if (answers.by_hand && settings.changes().empty()) host.note("Nothing is to be changed");
  if (answers.by_hand && !settings.changes().empty()) {
    CHITTY_TRY(const auto agreed, host.question("Write this into the configuration? [Y/n]"));
    if (!agreed.empty() && agreed != "y" && agreed != "Y" && agreed != "yes") return make_error(Code::cancelled, "nothing was written into the configuration");
  }
  CHITTY_TRY(made["wrote"], settings.apply());
  say_what_is_next(host, settings, answers);
  return Reply(std::move(made));
}

}  // namespace os::commands
