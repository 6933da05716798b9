// When something was done and its result could not be written: to run the command again would do it twice.
#pragma once

#include <chitty/error.hpp>

struct chitty_call;

namespace chitty::host {

// The error of a writer that could not write (view.hpp), with a hint that leads to what was made: the command of the same group
// that shows it.
Error with_way_to_result(const chitty_call& call, Error error);

}  // namespace chitty::host
