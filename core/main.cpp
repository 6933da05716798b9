#include "app/program.hpp"

#include "base/process/core_files.hpp"
#include "base/process/inherited.hpp"
#include "base/process/leave.hpp"

#include <cstdio>

int main(int argc, char** argv) {
  const auto started = chitty::host::start_safely();
  chitty::host::leave_no_core_file();
  const int code = chitty::host::run_program({argv + 1, argv + argc}, started);
  // Not exit(): plugins are never unloaded, and what they left behind must not run after us (ABI-23).
  std::fflush(nullptr);
  chitty::host::leave(code);
}
