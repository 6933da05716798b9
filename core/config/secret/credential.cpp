#include "config/secret/credential.hpp"

#include "base/text.hpp"
#include "config/environment.hpp"
#include "config/secret/secret_words.hpp"
#include "config/secret/secrets.hpp"

namespace chitty::host {

namespace {

// Where it stands below its environment's part: {"services", "acme", "serviceToken"}, or {"token"}.
Result<Steps> way_to(const CredentialFor& what, const Config::Entry& entry, const json::object& root) {
  if (what.shared) {
    const auto* address = environment_part(root, named_environment(root), entry.environment, "baseUrl");
    if (address) return Steps{"token"};
    return make_error(Code::configuration,
                      "The environment " + entry.environment +
                          " has no baseUrl, so there is no address that its services' token belongs to",
                      "Set its address: chitty config set chittyos.environments." + entry.environment + ".baseUrl URL");
  }
  if (what.setting.empty() && what.type.auth == "none")
    return make_error(Code::configuration, "Remotes of type " + what.type.type + " take no credential.");
  const std::string setting = what.setting.empty() ? what.type.auth_secret : what.setting;
  if (!is_secret(setting, what.type.settings))
    return usage_error("The setting '" + setting + "' of " + what.type.type + " is not a secret");
  return Steps{entry.part, entry.name, setting};
}

// As it will stand in the file, of which another process may have changed the environment meanwhile.
Steps steps_in(const json::object& root, const std::string& environment, const Steps& way) {
  Steps steps = environment_steps(root, named_environment(root), environment, way.front());
  steps.insert(steps.end(), way.begin() + 1, way.end());
  return steps;
}

}  // namespace

Result<std::string> keep_credential(Config& config, const Paths& paths, const CredentialFor& what,
                                    std::string_view value) {
  remember_secret(value);
  if (value.empty() || value.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos)
    return usage_error("A secret is one line, and not empty.");
  const auto entry = config.entry(what.type, what.name, what.environment);
  if (!entry) return entry.error();
  const bool was_well = config.remote(what.type, what.name, what.environment).has_value();

  std::optional<KeptSecret> kept;
  Steps steps;
  const auto put = [&](JsonText& text, const json::object& root) -> Result<void> {
    const auto way = way_to(what, *entry, root);
    if (!way) return way.error();
    steps = steps_in(root, entry->environment, *way);
    auto one = keep_secret(paths, secret_name(root, steps), value);
    if (!one) return one.error();
    kept = std::move(*one);
    return text.put(steps, json::serialize(json::string(kept->reference)));
  };
  const auto still_well = [&](const Config& changed) -> Result<void> {
    const auto remote = changed.remote(what.type, what.name, what.environment);
    return remote || !was_well ? Result<void>() : Result<void>(remote.error());
  };
  if (auto done = config.change(put, still_well); !done) {
    if (kept) kept->take_back();
    return done.error();
  }
  kept->settle();
  return join(steps, ".");
}

}  // namespace chitty::host
