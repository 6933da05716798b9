#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "base/files.hpp"

namespace chitty::host {

inline Error system_failure(const std::string& what, int error) { return make_error(Code::host_fault, what + ": " + system_words(error) + "."); }

// Both ends close on exec.
struct Pipe {
  Fd read, write;
  static Result<Pipe> make() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return system_failure("A pipe cannot be made", errno);
    return Pipe{Fd(ends[0]), Fd(ends[1])};
  }
};

}  // namespace chitty::host
