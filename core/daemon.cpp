// chittyd: the local ChittyOS, hosting the service of every installed plugin. The room is core/daemon.
#include "base/core_files.hpp"
#include "daemon/program.hpp"

int main(int argc, char** argv) {
  chitty::leave_no_core_file();
  return chitty::daemon::run(argc, argv);
}
