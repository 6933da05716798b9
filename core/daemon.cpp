// chittyd: the local ChittyOS, hosting the service of every installed plugin. The room is core/daemon.
#include "base/process/core_files.hpp"
#include "base/process/inherited.hpp"
#include "daemon/process/program.hpp"

int main(int argc, char** argv) {
  const auto started = chitty::host::start_safely();
  chitty::host::leave_no_core_file();
  return chitty::host::daemon::run(argc, argv, started);
}
