// The only table from the kind of an error to the number that a shell sees. Documented for people in `chitty help`.
#pragma once

#include <chitty/error.hpp>

namespace chitty {

inline constexpr int exit_done = 0;
inline constexpr int exit_interrupted = 130;

int exit_code(const Error& error);

}  // namespace chitty
