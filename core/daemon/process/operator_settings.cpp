#include "daemon/process/operator_settings.hpp"

#include "config/config.hpp"

namespace chitty::host::daemon {

Result<OperatorSettings> operator_settings(const Paths& paths) {
  auto config = Config::of_files(paths.config / "config.json", {});
  if (auto ready = config.ready(); !ready) return ready.error();
  OperatorSettings settings;
  if (const auto* quotas = config.find(config.key_of("local", "quotas")); quotas && quotas->is_object()) settings.quotas = quotas->get_object();
  if (const auto* services = config.find(config.key_of("local", "services")); services && services->is_object()) settings.services = services->get_object();
  if (const auto* enabled = config.find(config.key_of("local", "enabledServices")); enabled && enabled->is_array())
    for (const auto& one : enabled->get_array())
      if (one.is_string()) settings.enabled.emplace_back(one.get_string());
  if (const auto* traces = config.find(config.key_of("local", "traces")); traces && traces->is_string()) settings.traces = traces->get_string();
  const auto* reach = config.find(config.key_of("local", "reach"));
  for (const auto& one : reach && reach->is_array() ? reach->get_array() : json::array())
    if (auto parsed = one.is_string() ? parse_allowed_host(one.get_string()) : usage_error("")) settings.reach.push_back(std::move(*parsed));
  return settings;
}

}  // namespace chitty::host::daemon
