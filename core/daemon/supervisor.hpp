// chittyd: opens the sockets, keeps a worker running, and quarantines a service that crashes it again and again.
#pragma once

namespace chitty::daemon {

// The whole program; its exit code: 0 stopped, 2 usage, 3 configuration, 6 conflict.
int run(int argc, char** argv);

}  // namespace chitty::daemon
