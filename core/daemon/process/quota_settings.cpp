#include "daemon/process/quota_settings.hpp"

#include "config/config.hpp"

namespace chitty::host::daemon {

Result<json::object> quota_settings(const Paths& paths) {
  auto config = Config::of_files(paths.config / "config.json", {});
  if (auto ready = config.ready(); !ready) return ready.error();
  const auto* value = config.find(config.key_of("local", "quotas"));
  return value && value->is_object() ? value->get_object() : json::object();
}

}  // namespace chitty::host::daemon
