// `chittyd --owner-work FD`: one piece of the owner's work on the database, with the daemon running or not; chitty starts it.
#pragma once

#include "base/paths.hpp"

#include <chitty/error.hpp>

#include <string>

namespace chitty::host::daemon {

// The order (JSON) is read from the descriptor to its end; what is done is told in frames (frames.hpp) on standard output. The exit code.
int work_for_owner(int order_fd, const Paths& paths, const Result<std::string>& url);

}  // namespace chitty::host::daemon
