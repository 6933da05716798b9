// chittyd: its words, its folder, its sockets; then the supervisor.
#pragma once

#include <chitty/error.hpp>

namespace chitty::host::daemon {

// The whole program; its exit code: 0 stopped, 2 usage, 3 configuration, 6 conflict.
// `started`: how the process began (base/process/inherited.hpp); an error there ends it.
int run(int argc, char** argv, const Result<void>& started);

}  // namespace chitty::host::daemon
