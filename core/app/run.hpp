// One run of chitty, told as a list of steps: argv in, exit code out.
#pragma once

#include <string>
#include <vector>

namespace chitty {

int run(const std::vector<std::string>& argv);

}  // namespace chitty
