// One run of chitty, told as a list of steps: argv in, exit code out.
#pragma once

#include <chitty/error.hpp>
#include <string>
#include <vector>

namespace chitty::host {

// `started`: how the process began (base/process/inherited.hpp); an error there is told and nothing else is done.
int run_program(const std::vector<std::string>& argv, const Result<void>& started = {});

}  // namespace chitty::host
