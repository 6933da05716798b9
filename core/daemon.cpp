// chittyd: the local ChittyOS, hosting the service of every installed plugin. The room is core/daemon.
#include "daemon/supervisor.hpp"

int main(int argc, char** argv) { return chitty::daemon::run(argc, argv); }
