// A process of ours that stays to run one command after another for the one that started it (base/process/orders.hpp): commands
// that only read. Any other has a process of its own.
#pragma once

#include <chitty/error.hpp>

namespace chitty::host {

// Until there are no more orders; the exit code. `started` as for run_program().
int run_worker(const Result<void>& started);

}  // namespace chitty::host
