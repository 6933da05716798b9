// chittyd: its words, its folder, its sockets; then the supervisor.
#pragma once

namespace chitty::daemon {

// The whole program; its exit code: 0 stopped, 2 usage, 3 configuration, 6 conflict.
int run(int argc, char** argv);

}  // namespace chitty::daemon
