// What the operator has set of services: chittyos.quotas and chittyos.enabledServices of the environment `local` in the user's own configuration.
#pragma once

#include <chitty/error.hpp>

#include <string>
#include <vector>

#include "base/paths.hpp"

namespace chitty::host::daemon {

// By service and kind, how many; 0 is any number. Read anew for each worker. CONFIGURATION: an unreadable
// configuration, or a quota that is no number.
Result<json::object> quota_settings(const Paths& paths);

// The services that are to be hosted, by name (chittyos.enabledServices of the environment `local`); none: every one that is installed.
Result<std::vector<std::string>> enabled_services(const Paths& paths);

}  // namespace chitty::host::daemon
