// Does a plugin keep the rules of the ABI? From its file to one row a check: what can be seen in the file, then what it
// does when loaded, entered and called, each in a process of its own.
#pragma once

#include <chitty/error.hpp>
#include <chrono>
#include <filesystem>
#include <vector>

#include "check/finding.hpp"

namespace chitty::host {

// A file that the host would refuse gets one row, with the reason, and is not loaded. Each child gets `limit`. To be
// called while this process has one thread. NOT_FOUND, CONFIGURATION: the file cannot be read.
Result<std::vector<Finding>> check_plugin(const std::filesystem::path& file, std::chrono::milliseconds limit);

}  // namespace chitty::host
