// One run of chitty, told as a list of steps: argv in, exit code out.
#pragma once

#include <chitty/error.hpp>
#include <string>
#include <vector>

namespace chitty::host {

struct Opened;

// A process that stays for the next run (worker.hpp).
struct Staying {
  Opened& opened;         // what the next run finds open
  bool declined = false;  // the command does more than read: nothing was done
};

// `started`: how the process began (base/process/inherited.hpp); an error there is told and nothing else is done.
int run_program(const std::vector<std::string>& argv, const Result<void>& started = {}, Staying* staying = nullptr);

}  // namespace chitty::host
