// What can be seen in the file, without running anything of it.
#pragma once

#include <vector>

#include "check/finding.hpp"
#include "check/subject.hpp"

namespace chitty::host {

std::vector<Finding> check_file(const Subject& subject);

}  // namespace chitty::host
