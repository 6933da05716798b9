// Somebody else's program, run once: in a child with limits, within walls that it cannot climb, and nothing that it started
// outlives it. What `chitty.child/1` (plugin.h) promises, done.
#pragma once

#include <chitty/error.hpp>

#include <string>
#include <string_view>

#include "base/cancel.hpp"

namespace chitty::host {

struct ProgramLimits {
  std::chrono::milliseconds time{30'000};
  std::uint64_t memory = 256u << 20;  // bytes, of all its processes together
  std::uint64_t processes = 32;       // at once
  std::uint64_t output = 64u << 10;   // bytes kept of each of its two outputs; more is read and dropped
  std::uint64_t file = 16u << 20;     // bytes of one file that it writes
  bool namespaces = true;             // false: as where the system has none
};

struct ProgramEnd {
  enum class How { exited,
                   signal,
                   time,
                   memory,
                   processes };
  How how = How::exited;
  int code = 0;  // of `exited` the exit code, of `signal` its number
  std::chrono::milliseconds took{0};
  std::string output, errors;                       // what was kept, as it came
  std::uint64_t output_bytes = 0, error_bytes = 0;  // all of it
  int left_behind = 0;                              // processes that were still there, and were ended
  bool wall_of_processes = false, wall_of_files = false;
};

struct Program {
  std::string name;         // its first word
  std::string_view bytes;   // what runs: with a "#!" line, or an executable file
  std::string_view sha256;  // of them, 64 hex digits
  std::string_view input{};
};

// REFUSED when the hash is another; CANCELLED and TIMEOUT by `cancel`; INVALID_ARGUMENT when the system cannot run it; HOST_FAULT.
// Whatever happens, nothing of it is left.
Result<ProgramEnd> run_confined(const Program& program, const ProgramLimits& limits, const CancelToken& cancel);

}  // namespace chitty::host
