// A remote's settings from where they stand: the plugin's defaults, then the user's file, then the project's.
//
// RemoteAddress: `baseUrl` of the entry; else, for a type that ChittyOS hosts, the environment's `baseUrl` + "/TYPE"; else the
// plugin's default for the environment. `fallbackUrl` counts only beside an address that is not from below it.
//
// Authority: the entry's own, else the environment's, which is for the environment's own origin alone.
//
// Credential of a service: the variable CHITTY_<TYPE>_TOKEN, then the entry's own setting, then the environment's `token`, which
// goes to the environment's own origin and nowhere else. Of a remote by name: its own setting comes first, since the name says
// more than the type in the variable.
//
// What a stranger's chitty.json may do: an address that comes from it is never given a secret of the user's, only a literal
// that stands in the same file.
#include "base/text.hpp"
#include "config/address.hpp"
#include "config/config.hpp"
#include "config/environment.hpp"
#include "config/remote_parts.hpp"
#include "config/secret/secret_words.hpp"
#include "config/secret/secrets.hpp"

#include <algorithm>

namespace chitty::host {

struct Config::Resolution {
  Remote remote;
  RemoteParts parts;
};

namespace {

Error no_remote(const RemoteType& type, const std::string& environment) {
  auto error = make_error(Code::configuration, "No remote of type " + type.type + " is configured in the environment " + environment + ".",
                          "Add one: chitty remote add NAME " + type.type + " --base-url URL");
  error.details["reason"] = "no_remote";
  return error;
}

Error refuse_stranger(const RemoteParts& parts, const RemoteAddress& address, const std::string& credential_from) {
  const std::string& moved = address.base.empty() ? address.fallback : address.base;
  return make_error(Code::configuration,
                    "The project's file " + parts.project_file + " sends requests for " + parts.name + " to " + moved +
                        " but your credential (" + credential_from + ") goes only where your own file says.",
                    "If you trust that address: chitty config set " + parts.key("baseUrl") + " " + moved);
}

// The credential to use, or why there is none.
Result<void> choose_credential(const RemoteParts& parts, const RemoteAddress& address, Remote& remote) {
  if (parts.type->auth == "none") return {};
  const auto own = parts.user_credentials(address.base);
  const auto theirs = parts.project_credentials(address.base);
  const Credential* chosen = nullptr;
  if (address.moved_by_project) {
    const auto literal = std::find_if(theirs.begin(), theirs.end(), [](const auto& one) { return !is_reference(one.value); });
    if (literal != theirs.end()) chosen = &*literal;
    else if (const auto mine = parts.user_credentials(parts.address(false).base); !mine.empty()) return refuse_stranger(parts, address, mine.front().from);
    else if (!own.empty()) return refuse_stranger(parts, address, own.front().from);
    else if (!theirs.empty()) return refuse_stranger(parts, address, theirs.front().value);
  } else if (!own.empty()) {
    chosen = &own.front();
  } else if (!theirs.empty()) {
    chosen = &theirs.front();
  }
  if (!chosen) {
    if (parts.type->hosted) remote.credential_note = parts.withheld(address.base);
    return {};
  }
  if (chosen->from == parts.project_file && is_reference(chosen->value))
    return make_error(Code::configuration, "A project's file may not name your secrets, and " + parts.project_file + " does so for " + parts.name + ".",
                      "Set it in your own file: chitty config set " + parts.key(parts.type->auth_secret) + " '" + chosen->value + "'");
  if (chosen->shared && !address.fallback.empty() && origin_of(address.fallback) != origin_of(address.base))
    return make_error(Code::configuration, parts.key("fallbackUrl") + " is at another address than the one for which " + chosen->from + " is kept.",
                      "Give it a credential of its own: chitty config set " + parts.key(parts.type->auth_secret) + " REFERENCE");
  remote.credential = chosen->value;
  remote.credential_from = chosen->from;
  if (!is_reference(chosen->value)) remember_secret(chosen->value);
  return {};
}

}  // namespace

// Which entry is meant, and what it says.
Result<Config::Resolution> Config::resolve(const RemoteType& type, std::string_view name, std::string_view environment) const {
  std::vector<std::string> also_known;
  for (const auto& one : type.defaults) also_known.emplace_back(one.key());
  auto known = known_environment(environment, also_known);
  if (!known) return known.error();

  Resolution out;
  out.parts = RemoteParts(*this, type, *known);
  if (!name.empty() && (name != type.type || has_remote(name, *known))) {
    if (!has_remote(name, *known)) {
      const std::string guess = did_you_mean(nearest(name, remote_names(*known)));
      return make_error(Code::configuration, "no remote '" + std::string(name) + "' in environment " + *known,
                        guess.empty() ? "Add it: chitty remote add " + std::string(name) + " " + type.type + " --base-url URL" : guess);
    }
    if (const auto is = type_of(name, *known); is != type.type)
      return make_error(Code::configuration, "The remote " + std::string(name) + " is of type " + is + ", and this command needs one of type " + type.type + ".",
                        "List the remotes: chitty remote list");
    out.parts.choose("remotes", std::string(name));
  } else {
    out.parts.choose("services", type.type);
    std::vector<std::string> entries;
    for (const auto& one : remote_names(*known))
      if (type_of(one, *known) == type.type) entries.push_back(one);
    // A name given as the type itself, settings for the service, a hosted type's environment: it is the service.
    const bool service = !name.empty() || out.parts.has_entry() || (type.hosted && out.parts.has_environment_address());
    if (!service && entries.size() > 1)
      return make_error(Code::configuration, std::to_string(entries.size()) + " remotes are of type " + type.type + ": " + join(entries, ", ") + ".",
                        "Choose one: --remote " + entries.front());
    if (!service && entries.size() == 1) out.parts.choose("remotes", entries.front());
  }

  const RemoteAddress address = out.parts.address(true);
  if (address.base.empty()) return no_remote(type, *known);
  auto base = check_address(address.base, out.parts.key("baseUrl"));
  if (!base) return base.error();
  out.remote.base_url = *base;
  if (!address.fallback.empty()) {
    auto fallback = check_address(address.fallback, out.parts.key("fallbackUrl"));
    if (!fallback) return fallback.error();
    out.remote.fallback_url = *fallback;
  }
  out.remote.authority = out.parts.authority(address);
  if (address.moved_by_project) out.remote.moved_by = out.parts.project_file;
  out.remote.name = out.parts.name;
  out.remote.type = type.type;
  out.remote.environment = *known;
  if (auto chosen = choose_credential(out.parts, address, out.remote); !chosen) return chosen.error();
  out.remote.settings = out.parts.settings(out.remote);
  return out;
}

Result<Remote> Config::remote(const RemoteType& type, std::string_view name, std::string_view environment) const {
  auto resolution = resolve(type, name, environment);
  if (!resolution) return resolution.error();
  if (const auto problems = resolution->parts.problems(resolution->remote.settings); !problems.empty()) return as_error(problems.front());
  return std::move(resolution->remote);
}

Result<Config::Entry> Config::entry(const RemoteType& type, std::string_view name, std::string_view environment) const {
  const auto resolution = resolve(type, name, environment);
  if (!resolution) return resolution.error();
  return Entry{resolution->remote.environment, resolution->parts.part(), resolution->remote.name};
}

Result<std::string> Config::secret(const RemoteType& type, std::string_view name, std::string_view environment, std::string_view setting) const {
  const auto resolution = resolve(type, name, environment);
  if (!resolution) return resolution.error();
  const auto& [remote, parts] = *resolution;
  if (setting.empty() || setting == type.auth_secret) {
    if (!remote.credential.empty()) return remote.credential;
    return make_error(Code::not_found, "no credential for '" + remote.name + "' in environment " + remote.environment +
                                           (remote.credential_note.empty() ? "" : ": " + remote.credential_note));
  }
  if (!is_secret(setting, type.settings)) return usage_error("The setting '" + std::string(setting) + "' of " + type.type + " is not a secret");
  const auto* value = remote.settings.if_contains(setting);
  if (!value || !value->is_string() || value->get_string().empty())
    return make_error(Code::not_found, "'" + remote.name + "' has no " + std::string(setting) + " in environment " + remote.environment,
                      "Set it: chitty config set " + parts.key(setting) + " env:NAME");
  const RemoteAddress address = parts.address(true);
  if (address.moved_by_project && parts.user_has(setting)) return refuse_stranger(parts, address, parts.key(setting));
  return std::string(value->get_string());
}

std::vector<Diagnostic> Config::remote_problems(const RemoteType& type, std::string_view name, std::string_view environment) const {
  auto resolution = resolve(type, name, environment);
  if (resolution) return resolution->parts.problems(resolution->remote.settings);
  RemoteParts parts(*this, type, std::string(environment));
  parts.choose(name == type.type && !has_remote(name, environment) ? "services" : "remotes", std::string(name));
  return {parts.at_entry({{}, {}, {}, resolution.error().message, resolution.error().hint, false})};
}

namespace {

std::vector<std::string> members_of(const Config& config, std::string_view environment, std::string_view part) {
  std::vector<std::string> names;
  const std::string users = named_environment(config.user().root);
  const std::string projects = named_environment(config.project().root, users);
  for (const auto* all : {environment_part(config.user().root, users, environment, part), environment_part(config.project().root, projects, environment, part)})
    if (all && all->is_object())
      for (const auto& one : all->get_object()) names.emplace_back(one.key());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

std::vector<std::string> Config::remote_names(std::string_view environment) const { return members_of(*this, environment, "remotes"); }
std::vector<std::string> Config::service_types(std::string_view environment) const { return members_of(*this, environment, "services"); }

bool Config::has_remote(std::string_view name, std::string_view environment) const {
  const auto names = remote_names(environment);
  return std::binary_search(names.begin(), names.end(), name);
}

std::string Config::type_of(std::string_view remote_name, std::string_view environment) const {
  const std::string users = named_environment(user_.root), projects = project_environment();
  for (const auto* entry : {environment_member(user_.root, users, environment, "remotes", remote_name),
                            environment_member(project_.root, projects, environment, "remotes", remote_name)})
    if (const auto* type = entry ? entry->if_contains("type") : nullptr; type && type->is_string()) return std::string(type->get_string());
  return {};
}

}  // namespace chitty::host
