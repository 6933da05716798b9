// The entry, the table that it fills, and instances: what happens before the first call.
#pragma once

#include <vector>

#include "check/finding.hpp"
#include "check/subject.hpp"

namespace chitty::host {

std::vector<Finding> check_entry(Subject& subject);

}  // namespace chitty::host
