// The system calls by which a plugin would touch what is not its own, as a seccomp filter.
#pragma once

#include <cstdint>

#include "check/sin.hpp"

namespace chitty::host {

// Only exit_group(exit_mark | code) ends the process.
constexpr unsigned exit_mark = 0x43480000;

// What a caught system call is, and the answer that the plugin gets instead.
struct Caught {
  Sin sin;
  std::int64_t answer = 0;
};
Caught what_is(int system_call);

// For this process, for ever; SIGSYS must be handled before. False: the kernel has no seccomp, nothing is caught.
bool install_filter();

}  // namespace chitty::host
