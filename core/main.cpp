#include "app/program.hpp"
#include "app/worker.hpp"

#include "base/process/core_files.hpp"
#include "base/process/inherited.hpp"
#include "base/process/leave.hpp"
#include "base/process/orders.hpp"

#include <cstdio>
#include <string_view>

int main(int argc, char** argv) {
  const auto started = chitty::host::start_safely();
  chitty::host::leave_no_core_file();
  const bool works = argc == 1 && std::string_view(argv[0]) == chitty::host::worker_name;
  const int code = works ? chitty::host::run_worker(started) : chitty::host::run_program({argv + 1, argv + argc}, started);
  // Not exit(): plugins are never unloaded, and what they left behind must not run after us (ABI-23).
  std::fflush(nullptr);
  chitty::host::leave(code);
}
