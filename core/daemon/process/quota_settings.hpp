// What the operator has set of quotas: chittyos.quotas of the environment `local` in the user's own configuration.
#pragma once

#include <chitty/error.hpp>

#include "base/paths.hpp"

namespace chitty::host::daemon {

// By service and kind, how many; 0 is any number. Read anew for each worker. CONFIGURATION: an unreadable
// configuration, or a quota that is no number.
Result<json::object> quota_settings(const Paths& paths);

}  // namespace chitty::host::daemon
