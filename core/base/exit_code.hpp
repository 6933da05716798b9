// The only table from the kind of an error to the number that a shell sees, of `chitty` and of `chittyd`. `chitty help` and the
// manual say it to people.
#pragma once

#include <chitty/error.hpp>

namespace chitty::host {

inline constexpr int exit_done = 0;
inline constexpr int exit_refused = 1;  // the remote refused, or a check failed
inline constexpr int exit_usage = 2;
inline constexpr int exit_configuration = 3;
inline constexpr int exit_not_allowed = 4;  // not authenticated, or not allowed
inline constexpr int exit_not_found = 5;
inline constexpr int exit_conflict = 6;
inline constexpr int exit_unreachable = 7;  // or timed out
inline constexpr int exit_fault = 8;        // a plugin, or the host, is at fault
inline constexpr int exit_interrupted = 130;

int exit_code(const Error& error);

}  // namespace chitty::host
