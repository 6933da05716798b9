// A daemon that runs though the folder with its pid file has been deleted: found by the words that it was started with.
#pragma once

#include "local/pid_file.hpp"

namespace chitty::host {

// This user's chittyd that was started with `--data DATA`; its `instance` is empty, its address what it was told to listen on.
// Looks at every process of the machine, so it is asked only where no pid file is.
std::optional<RunningDaemon> search_daemon(const std::filesystem::path& data);

}  // namespace chitty::host
