// remote list, show, test.
#include "builtin/config.hpp"
#include "builtin/config_words.hpp"

#include "base/text.hpp"
#include "config/environment.hpp"
#include "config/secret_words.hpp"

#include <chrono>

namespace chitty {

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
  return make_error(Code::not_found, "No remote is called '" + out.name + "' in the environment " + *environment + ".",
                    guess.empty() ? "See what there is: chitty remote list" : guess);
}

Error not_installed(const Named& it) {
  return make_error(Code::configuration, "No plugin for the type " + it.type + " of the remote '" + it.name + "' is installed.", "See what is installed: chitty plugin list");
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
  if (!remote->credential.empty()) {
    record["credential"] = is_reference(remote->credential) ? remote->credential : "***";
    record["credentialFrom"] = remote->credential_from;
  } else if (!remote->credential_note.empty()) {
    record["credentialNote"] = remote->credential_note;
  }
  json::object settings = remote->settings;
  for (const auto* elsewhere : {"type", "baseUrl", "fallbackUrl"}) settings.erase(elsewhere);
  settings.erase(it->installed->auth_secret);
  record["settings"] = masked(settings, it->installed->settings);
  return Reply(std::move(record));
}

Result<Reply> remote_test(const Arguments& arguments, BuiltinContext& context) {
  const auto it = named(arguments, context);
  if (!it) return it.error();
  if (!it->installed) return not_installed(*it);
  const auto remote = it->config->remote(*it->installed, it->name, it->environment);
  if (!remote) return remote.error();
  const auto begin = std::chrono::steady_clock::now();
  const auto status = context.probe(*remote, *it->installed);
  if (!status) return status.error();
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  const std::string url = remote->base_url + it->installed->health;
  if (*status == 401 || *status == 403)
    return make_error(*status == 401 ? Code::unauthenticated : Code::permission_denied, "The remote '" + it->name + "' answered " + std::to_string(*status) + ": it does not accept the credential.",
                      !remote->credential_note.empty() ? remote->credential_note
                      : remote->credential.empty()     ? "There is none: chitty config set " + it->config->key_of(it->environment, it->config->has_remote(it->name, it->environment) ? "remotes" : "services") + "." + it->name + "." + it->installed->auth_secret + " REFERENCE"
                                                       : "It comes from " + remote->credential_from);
  if (*status >= 300)
    return make_error(Code::refused, "The remote '" + it->name + "' is there but not well: " + std::to_string(*status) + " from " + url + " after " + std::to_string(took.count()) + " ms.",
                      "Ask whoever runs it, or look at its address: chitty remote show " + it->name);
  json::object record;
  record["name"] = it->name;
  record["url"] = url;
  record["status"] = *status;
  record["milliseconds"] = took.count();
  return Reply(std::move(record));
}

}  // namespace chitty
