#include "daemon/host/provider.hpp"

namespace chitty::host::daemon {

const HostedService* provider_of(std::string_view role, const std::vector<std::unique_ptr<HostedService>>& services, Log* log) {
  const HostedService* first = nullptr;
  const HostedService* broken = nullptr;
  for (const auto& service : services) {
    if (!service->has_role(role)) continue;
    if (service->out_of_order) {
      if (!broken) broken = service.get();
    } else if (!first) {
      first = service.get();
    } else if (log) {
      log->warn("the service " + service->name + " would provide the role " + std::string(role) + ", too; " + first->name + " does");
    }
  }
  return first ? first : broken;
}

}  // namespace chitty::host::daemon
