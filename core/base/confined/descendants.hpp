// All processes that this one has started, and theirs. For a process that takes on orphans (PR_SET_CHILD_SUBREAPER), so that
// none gets away.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <vector>

namespace chitty::host {

// Those above come before those below. Their numbers are those of the namespace that /proc was mounted in.
std::vector<pid_t> descendants();

// The memory that they have in use, in bytes.
std::uint64_t memory_of(const std::vector<pid_t>& processes);

}  // namespace chitty::host
