// What a library asks of the process that loads it, from its bytes: functions, other libraries, an executable stack.
// `chitty plugin check` reads it; a host that only runs plugins leaves it to the loader.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chitty::host {

struct ElfNeeds {
  std::vector<std::string> imports;    // undefined dynamic symbols, without versions
  std::vector<std::string> libraries;  // DT_NEEDED
  std::vector<std::string> run_paths;  // DT_RPATH, DT_RUNPATH
  bool executable_stack = false;
  bool text_relocations = false;
  bool calls_atexit =
      false;  // atexit(3) is linked in from libc's archive, so that no import shows it; not when stripped
};

// `bytes` are a whole shared library of the native form (see Elf).
ElfNeeds read_elf_needs(std::string_view bytes);

}  // namespace chitty::host
