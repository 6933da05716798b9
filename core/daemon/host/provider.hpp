// Which service provides a role ("identity", "events").
#pragma once

#include "daemon/host/hosted_service.hpp"
#include "daemon/watch/log.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace chitty::host::daemon {

// The first by name that is in order; that there are others is said in the log (may be null). With none in order, one that is
// not. Null where no service has the role.
const HostedService* provider_of(std::string_view role, const std::vector<std::unique_ptr<HostedService>>& services, Log* log);

}  // namespace chitty::host::daemon
