// One of the host's own commands, run as a plugin's would be: the gate of --dry-run before it, its records to the person.
#pragma once

#include "app/call/call.hpp"

namespace chitty::host {

Result<void> run_builtin(chitty_call& call, json::object arguments);

}  // namespace chitty::host
