// The migrations of a service that is being written: what has changed since it was applied is undone and applied again.
// Only where chittyd was started with --develop; what the undone tables held is gone.
#pragma once

#include "daemon/store/migrations.hpp"

namespace chitty::host::daemon {

// As migrate. But from the first step on that has been applied and reads differently now, or is not there any more,
// steps are undone first, the last one first, by the `down` that each had when it was applied, which is kept in the
// table chitty_downs. How many were applied; `told` says what was done, "1 undone, 2 applied", empty for nothing.
// CONFLICT when a step to undo was applied without its `down` being kept.
Result<std::size_t> migrate_anew(StoreConnection& connection, const std::string& service,
                                 const std::vector<Migration>& steps, std::string& told);

}  // namespace chitty::host::daemon
