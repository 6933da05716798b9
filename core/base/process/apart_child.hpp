// The process that a command apart runs in: how it begins and how it ends.
#pragma once

#include <sys/types.h>

#include <array>
#include <string>
#include <vector>

#include "base/files.hpp"

namespace chitty::host {

struct ChildOrder {
  const std::string& program;                   // a path
  const std::vector<std::string>& words;        // with its own name first
  const std::vector<std::string>& environment;  // "NAME=value", all of it
  std::array<int, 3> streams;
  int orders = -1;  // becomes its descriptor 3 (orders.hpp), and then its end is this one's closing; else it ends with this thread
};

// A session and process group of its own, without a terminal and without our other files. HOST_FAULT in the system's words.
Result<pid_t> start_child(const ChildOrder& order);

bool has_ended(pid_t child);

// Ends it at once, and whatever is left of its group; its exit status. Once for each child.
int reap_group(pid_t child);

}  // namespace chitty::host
