#include "builtin/known_names.hpp"

#include "base/text.hpp"
#include "builtin/config_words.hpp"
#include "config/environment.hpp"
#include "config/unknown_keys.hpp"

#include <algorithm>

namespace chitty::host {

namespace {

using Names = std::vector<std::string>;

Names sorted(Names names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

Names environments(const Config& config) {
  auto names = environments_of(config.user().root);
  for (auto& more : environments_of(config.project().root)) names.push_back(std::move(more));
  return names;
}

Names accounts(const Config& config, std::string_view environment) {
  Names names;
  const auto& root = config.effective();
  const auto* all = environment_part(root, named_environment(root), environment, "accounts");
  if (all && all->is_object())
    for (const auto& member : all->get_object()) names.emplace_back(member.key());
  return names;
}

Names keys(const Config& config) {
  Names names;
  each_setting(config.effective(), [&](const Steps& steps, const json::value&) { names.push_back(join(steps, ".")); });
  return names;
}

// Of the environment in use; those of another one are written below its name.
Names settings(const Config& config, const Catalogue& catalogue) {
  Names names{"chittyos.environment", "chittyos.baseUrl", "chittyos.token", "chittyos.sharedDatabase", "chittyos.sharedBlobs"};
  const auto add = [&](const std::string& entry, const std::string& type, bool has_type) {
    const auto installed = installed_type(catalogue, type);
    for (const auto& setting : installed ? settings_of(*installed, has_type).value_or(Names()) : Names()) names.push_back(entry + "." + setting);
  };
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    const std::string type(catalogue.row(i).name);
    const auto installed = installed_type(catalogue, type);
    if (installed && !installed->settings.empty()) add("chittyos.services." + type, type, false);
  }
  const auto environment = config.environment();
  for (const auto& remote : config.remote_names(environment)) add(config.key_of(environment, "remotes") + "." + remote, config.type_of(remote, environment), true);
  return names;
}

}  // namespace

std::vector<std::string> known_names(std::string_view kind, const Config& config, const Catalogue& catalogue, std::string_view environment) {
  if (kind == "environments") return sorted(environments(config));
  if (kind == "accounts") return sorted(accounts(config, environment));
  if (kind == "keys") return sorted(keys(config));
  if (kind != "settings") return {};
  auto names = settings(config, catalogue);
  for (auto& key : keys(config)) names.push_back(std::move(key));
  return sorted(std::move(names));
}

}  // namespace chitty::host
