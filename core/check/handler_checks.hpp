// The handlers of commands and routes: odd input, cancellation, failing host functions, two threads.
#pragma once

#include <vector>

#include "check/finding.hpp"
#include "check/subject.hpp"

namespace chitty::host {

std::vector<Finding> check_handlers(Subject& subject);

}  // namespace chitty::host
