// How the steps of each service's tables stand: those of the installed plugins against those that the database has.
#pragma once

#include "daemon/admin/desk.hpp"

namespace chitty::host::daemon {

struct StepState {
  std::string service, id;
  std::string state;  // applied; reformatted: reads differently, and is the same SQL; pending; changed: other SQL since; unknown: of no plugin here
  std::string applied_at;
};

// Of every service, or of the one that the order names (NOT_FOUND: it is not installed). In order.
Result<std::vector<StepState>> migration_steps(const Desk& desk, OwnerSession& session);

}  // namespace chitty::host::daemon
