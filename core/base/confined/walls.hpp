// What a process does to itself before it becomes somebody else's program. Cannot be undone.
#pragma once

#include "base/confined/program.hpp"

namespace chitty::host {

// A namespace of its own for processes, of which the next fork is the first: with it all others end. False where the system
// does not let us.
bool wall_off_processes();

// From here on only programs and libraries of the system can be read, and only `folder` be written. False where the system cannot.
bool wall_off_files(int folder);

// Limits that the system keeps. `alone`: in a namespace of its own, where the number of processes is its own as well.
void limit_self(const ProgramLimits& limits, bool alone);

}  // namespace chitty::host
