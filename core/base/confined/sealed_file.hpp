// Bytes as a file in memory that nobody can change any more, also not between being looked at and being run.
#pragma once

#include <string>
#include <string_view>

#include "base/files.hpp"

namespace chitty::host {

// Open at its beginning. HOST_FAULT in the system's words.
Result<Fd> sealed_file(const char* name, std::string_view bytes);

// What is in it.
Result<std::string> bytes_of(const Fd& file);

}  // namespace chitty::host
