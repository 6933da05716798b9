#include "app/run.hpp"

#include "base/core_files.hpp"
#include "base/leave.hpp"

#include <cstdio>

int main(int argc, char** argv) {
  chitty::leave_no_core_file();
  const int code = chitty::run({argv + 1, argv + argc});
  // Not exit(): plugins are never unloaded, and what they left behind must not run after us (ABI-23).
  std::fflush(nullptr);
  chitty::leave(code);
}
