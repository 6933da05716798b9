// A crash leaves no copy of our memory behind: it holds the tokens of the moment.
#pragma once

#include <sys/resource.h>

namespace chitty::host {

// One byte, not none: a limit of 0 keeps the system from writing a file, but not from handing the memory to a crash
// reporter (core_pattern "|..."); 1 keeps it from both (core(5)). Who looks into a plugin's crash runs chitty under a
// debugger.
inline void leave_no_core_file() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_CORE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max < 1 ? limit.rlim_max : 1;
  ::setrlimit(RLIMIT_CORE, &limit);
}

}  // namespace chitty::host
