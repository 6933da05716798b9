// From installed plugins to hosted services: opened, migrated, started; each that fails says why, and the others go on.
#pragma once

#include "base/paths.hpp"
#include "daemon/watch/shared_state.hpp"
#include "daemon/host/hosted_service.hpp"
#include "daemon/watch/log.hpp"
#include "daemon/host/service_call.hpp"

#include <memory>
#include <vector>

namespace chitty::host::daemon {

using Services = std::vector<std::unique_ptr<HostedService>>;

// Every usable plugin with a service, sorted by name. `shared` may be null.
Services open_services(const Paths& paths, const ServiceWorld& world, SharedState* shared, Log& log);

// Migrate and start one whose code is there already; on failure it is out of order.
void bring_up(HostedService& service, const ServiceWorld& world, Log& log, SharedState* shared = nullptr);

}  // namespace chitty::host::daemon
