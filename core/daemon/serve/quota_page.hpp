// GET /quotas: of each kind of thing, how many one may have, and how many there are. A caller is shown its own; the
// owner and administrators who have most of each kind.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "daemon/host/hosted_service.hpp"
#include "daemon/store/store.hpp"

namespace chitty::host::daemon {

// {"quotas":[{"service","kind","summary","most","holder","used"}]}; `most` is null for any number; where nobody has
// any, one row with `holder` null. Services that are out of order are left out. HOST_FAULT and the like: of the store.
Result<std::string> quota_page(const std::vector<std::unique_ptr<HostedService>>& services, Store& store,
                               const KnownCaller& caller);

}  // namespace chitty::host::daemon
