// The process between us and the program: starts it, watches it, and ends all that it has started. Runs in a fork of this
// process and uses the system only.
#pragma once

#include <cstdint>

#include "base/confined/program.hpp"

namespace chitty::host {

// The files of the keeper, each by its number from then on.
enum KeeperFile : int { file_input = 0,
                        file_output = 1,
                        file_errors = 2,
                        file_program = 3,
                        file_report = 4,
                        file_control = 5,
                        file_folder = 6,
                        keeper_files = 7 };

// What it tells, in one piece.
struct KeeperReport {
  enum Wall : std::int32_t { processes = 1,
                             files = 2 };
  std::int32_t how = 0;   // ProgramEnd::How, or -1: not started
  std::int32_t code = 0;  // of -1 an errno
  std::int32_t left_behind = 0;
  std::int32_t walls = 0;
};

// In a new fork: put `files` (as KeeperFile numbers them) in their places, close all others, and be the keeper. It ends all when
// the other end of `file_control` closes.
[[noreturn]] void be_keeper(const int (&files)[keeper_files], const char* name, const ProgramLimits& limits);

}  // namespace chitty::host
