// remote list, show, test.
#include "builtin/config.hpp"
#include "builtin/config_words.hpp"

#include "base/text.hpp"
#include "config/environment.hpp"
#include "config/secret/secret_words.hpp"

#include <chrono>

namespace chitty::host {

namespace {

struct Named {
  Config* config;
  std::string environment, name, type;
  std::optional<RemoteType> installed;
};

// The remote or service that the person named.
Result<Named> named(const Arguments& arguments, BuiltinContext& context) {
  const auto config = context.config();
  if (!config) return config.error();
  const auto environment = (*config)->known_environment(context.environment);
  if (!environment) return environment.error();
  Named out{*config, *environment, arguments.text("name"), {}, {}};
  out.type = (*config)->has_remote(out.name, *environment) ? (*config)->type_of(out.name, *environment) : out.name;
  out.installed = installed_type(context.catalogue, out.type);
  const auto services = (*config)->service_types(*environment);
  const bool known = out.installed || (*config)->has_remote(out.name, *environment) || std::binary_search(services.begin(), services.end(), out.name);
  if (known) return out;
  const std::string guess = did_you_mean(nearest(out.name, (*config)->remote_names(*environment)));
  return make_error(Code::not_found, "no remote '" + out.name + "' in environment " + *environment,
                    guess.empty() ? "List the remotes: chitty remote list" : guess);
}

Error not_installed(const Named& it) {
  return make_error(Code::configuration, "no plugin installed for remote '" + it.name + "' (type " + it.type + ")", "List the installed plugins: chitty plugin list");
}

// What is written of it, when no plugin can say more.
json::object written(const Named& it) {
  const bool remote = it.config->has_remote(it.name, it.environment);
  const auto& effective = it.config->effective();
  const auto* entry = environment_member(effective, named_environment(effective), it.environment, remote ? "remotes" : "services", it.name);
  return entry ? *entry : json::object();
}

json::object row(const Named& it, const char* kind) {
  json::object record;
  record["name"] = it.name;
  record["type"] = it.type;
  record["baseUrl"] = "";
  record["plugin"] = it.installed ? "installed" : "missing";
  record["kind"] = kind;
  const json::object settings = written(it);
  if (const auto* url = settings.if_contains("baseUrl"); url && url->is_string()) record["baseUrl"] = *url;
  if (!it.installed) return record;
  const auto remote = it.config->remote(*it.installed, it.name, it.environment);
  if (remote) record["baseUrl"] = remote->base_url;
  else record["problem"] = remote.error().message;
  return record;
}

// The services that no file names: their plugin is installed and the environment says where they are.
void add_implied(json::array& records, const Named& of, BuiltinContext& context) {
  const auto services = of.config->service_types(of.environment);
  for (std::size_t i = 0; i < context.catalogue.size(); ++i) {
    const auto plugin = context.catalogue.row(i);
    const std::string type(plugin.name);
    if (!plugin.reason.empty() || of.config->has_remote(type, of.environment) || std::binary_search(services.begin(), services.end(), type)) continue;
    const auto installed = installed_type(context.catalogue, type);
    if (installed && of.config->remote(*installed, type, of.environment)) records.push_back(row({of.config, of.environment, type, type, installed}, "service"));
  }
}

}  // namespace

Result<Reply> remote_list(const Arguments&, BuiltinContext& context) {
  const auto config = context.config();
  if (!config) return config.error();
  const auto environment = (*config)->known_environment(context.environment);
  if (!environment) return environment.error();
  json::array records;
  for (const auto& name : (*config)->remote_names(*environment)) {
    const std::string type = (*config)->type_of(name, *environment);
    records.push_back(row({*config, *environment, name, type, installed_type(context.catalogue, type)}, "remote"));
  }
  for (const auto& type : (*config)->service_types(*environment))
    if (!(*config)->has_remote(type, *environment)) records.push_back(row({*config, *environment, type, type, installed_type(context.catalogue, type)}, "service"));
  add_implied(records, {*config, *environment, {}, {}, {}}, context);
  return Reply::records(std::move(records));
}

Result<Reply> remote_show(const Arguments& arguments, BuiltinContext& context) {
  const auto it = named(arguments, context);
  if (!it) return it.error();
  json::object record;
  record["name"] = it->name;
  record["type"] = it->type;
  record["environment"] = it->environment;
  record["plugin"] = it->installed ? "installed" : "missing";
  if (!it->installed) {
    record["settings"] = masked(written(*it));
    return Reply(std::move(record));
  }
  const auto remote = it->config->remote(*it->installed, it->name, it->environment);
  if (!remote) return remote.error();
  record["baseUrl"] = remote->base_url;
  if (!remote->fallback_url.empty()) record["fallbackUrl"] = remote->fallback_url;
  if (!remote->authority.empty()) record["authority"] = remote->authority;
  if (!remote->credential.empty()) {
    record["credential"] = is_reference(remote->credential) ? remote->credential : "***";
    record["credentialFrom"] = remote->credential_from;
  } else if (!remote->credential_note.empty()) {
    record["credentialNote"] = remote->credential_note;
  }
  json::object settings = remote->settings;
  for (const auto* elsewhere : {"type", "baseUrl", "fallbackUrl", "authority"}) settings.erase(elsewhere);
  settings.erase(it->installed->auth_secret);
  record["settings"] = masked(settings, it->installed->settings);
  return Reply(std::move(record));
}

namespace {

// A page of the service that only a good credential opens: the first that its plugin declares without variables in its path. Empty:
// it declares none.
std::string guarded_page(const Catalogue& catalogue, const std::string& type) {
  const auto row = catalogue.find_plugin(type);
  const auto manifest = row ? parse_manifest(row->manifest) : Result<Manifest>(Error());
  if (!manifest || !manifest->service) return {};
  for (const auto& route : manifest->service->routes)
    if (route.method == "GET" && !route.is_public && route.path.find('{') == std::string::npos) return route.path;
  return {};
}

Error not_accepted(const Named& it, const Remote& remote, int status) {
  return make_error(status == 401 ? Code::unauthenticated : Code::permission_denied,
                    "The remote '" + it.name + "' answered " + std::to_string(status) + ": it does not accept the credential.",
                    !remote.credential_note.empty() ? remote.credential_note
                    : remote.credential.empty()     ? "Set one: chitty config set " + it.config->key_of_setting(remote, it.installed->auth_secret) + " REFERENCE"
                                                    : "It comes from " + remote.credential_from);
}

}  // namespace

// Is it there, is it what it is taken for, and does it take the credential?
Result<Reply> remote_test(const Arguments& arguments, BuiltinContext& context) {
  const auto it = named(arguments, context);
  if (!it) return it.error();
  if (!it->installed) return not_installed(*it);
  const auto remote = it->config->remote(*it->installed, it->name, it->environment);
  if (!remote) return remote.error();
  const bool has_credential = !remote->credential.empty() && it->installed->auth != "none";
  const std::string url = remote->base_url + it->installed->health;
  const auto page = guarded_page(context.catalogue, it->type);

  const auto begin = std::chrono::steady_clock::now();
  const auto health = context.probe(*remote, *it->installed, it->installed->health, has_credential && page.empty());
  if (!health) return health.error();
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  if (health->status == 401 || health->status == 403) return not_accepted(*it, *remote, health->status);
  if (health->status >= 300)
    return make_error(Code::refused, "The remote '" + it->name + "' answers, but is not healthy: " + std::to_string(health->status) + " from " + url + " after " + std::to_string(took.count()) + " ms.",
                      "Ask whoever runs it, or look at its address: chitty remote show " + it->name);
  if (!health->is_json)
    return make_error(Code::refused, url + " is not a service of type " + it->type + ": it does not answer in JSON",
                      "Check its address: chitty remote show " + it->name);
  std::string credential = has_credential ? "not checked" : "none";
  if (has_credential && !page.empty()) {
    const auto opened = context.probe(*remote, *it->installed, page, true);
    if (!opened) return opened.error();
    if (opened->status == 401) return not_accepted(*it, *remote, opened->status);
    // Known, if perhaps not allowed everywhere: that is for the command to say which needs it.
    if (opened->status < 300 || opened->status == 403) credential = "accepted";
  } else if (has_credential) {
    credential = "sent";
  }
  json::object record;
  record["name"] = it->name;
  record["url"] = url;
  record["status"] = health->status;
  record["credential"] = credential;
  record["durationMs"] = took.count();
  return Reply(std::move(record));
}

}  // namespace chitty::host
