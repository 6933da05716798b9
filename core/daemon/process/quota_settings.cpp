#include "daemon/process/quota_settings.hpp"

#include "config/config.hpp"

namespace chitty::host::daemon {

namespace {

Result<json::value> setting(const Paths& paths, std::string_view part) {
  auto config = Config::of_files(paths.config / "config.json", {});
  if (auto ready = config.ready(); !ready) return ready.error();
  const auto* value = config.find(config.key_of("local", part));
  return value ? *value : json::value();
}

}  // namespace

Result<json::object> quota_settings(const Paths& paths) {
  auto value = setting(paths, "quotas");
  if (!value) return value.error();
  return value->is_object() ? value->get_object() : json::object();
}

Result<std::vector<std::string>> enabled_services(const Paths& paths) {
  const auto value = setting(paths, "enabledServices");
  if (!value) return value.error();
  std::vector<std::string> names;
  if (value->is_array())
    for (const auto& name : value->get_array())
      if (name.is_string()) names.emplace_back(name.get_string());
  return names;
}

}  // namespace chitty::host::daemon
