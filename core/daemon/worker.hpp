// The process that answers requests. It ends when it is told to, when it crashes, or when its supervisor is gone.
#pragma once

#include "daemon/board.hpp"
#include "daemon/log.hpp"
#include "daemon/options.hpp"

#include <vector>

namespace chitty::daemon {

constexpr int worker_stopped = 0, worker_not_configured = 3;

// In the forked process, on its one thread; SIGTERM is blocked and waited for. The exit code.
int run_worker(const Options& options, Board& board, const std::vector<int>& sockets, Log& log);

}  // namespace chitty::daemon
