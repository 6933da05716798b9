// Keeps a worker running, and quarantines a service that crashes it again and again.
#pragma once

#include "base/files.hpp"
#include "daemon/tls/server_tls.hpp"
#include "daemon/watch/shared_state.hpp"
#include "daemon/watch/log.hpp"
#include "daemon/process/options.hpp"
#include "local/pid_file.hpp"

#include <vector>

namespace chitty::host::daemon {

// The signals that are waited for here; before there is any other thread.
void block_signals();

// Until it is told to stop, by SIGTERM or SIGINT: 0. SIGHUP is for a new worker. Else the code of a worker that could not
// begin. What it is given outlives it. `tls` may be null: else the last of the sockets is for it.
int supervise(const Options& options, SharedState& shared, PidFile& pid_file, std::vector<Fd> sockets, ServerTls* tls, Log& log);

}  // namespace chitty::host::daemon
