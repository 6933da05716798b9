// Functions by which a plugin would own something global (ABI-19), known by their names among its imports.
#pragma once

#include <string>
#include <vector>

#include "plugin/elf_needs.hpp"

namespace chitty::host {

struct IllManneredImport {
  std::string name;  // "setenv"
  const char* why;   // "which changes the environment of the whole process"
};

// What a language runtime that is linked into the plugin needs for itself (abort, stderr) is not held against it: the
// tracer sees whether that is ever used.
std::vector<IllManneredImport> ill_mannered(const ElfNeeds& needs);

}  // namespace chitty::host
