// The process that answers requests. It ends when it is told to, when it crashes, or when its supervisor is gone.
#pragma once

#include "daemon/tls/server_tls.hpp"
#include "daemon/watch/shared_state.hpp"
#include "daemon/watch/log.hpp"
#include "daemon/process/options.hpp"

#include <vector>

namespace chitty::host::daemon {

constexpr int worker_gave_up = 70;  // something closed a socket of the daemon's, or no descriptors came free

// In the forked process, on its one thread; SIGTERM is blocked and waited for. The exit code (base/exit_code.hpp). `tls` may be null: else
// the last of the sockets is for it.
int run_worker(const Options& options, SharedState& shared, const std::vector<int>& sockets, ServerTls* tls, Log& log);

}  // namespace chitty::host::daemon
