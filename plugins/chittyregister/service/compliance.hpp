// A service looked at and judged, now.
#pragma once

#include "../check.hpp"
#include "control.hpp"

namespace chittyregister {

// Looks at it over the network, so not within a transaction.
chitty::Result<Verdict> judge(chitty::Service& service, const Controlled& of);

// The rules by which this service looks outside for this caller.
chitty::Result<LookRules> rules_for(chitty::Service& service);

}  // namespace chittyregister
