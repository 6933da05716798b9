// What libpq says when there is no connection: a line or two for each address it tried. Which of them is worth telling?
#pragma once

#include <string>
#include <string_view>

namespace chitty::host::daemon {

// The words about the attempt that got furthest: one that a server has answered tells more than one that found nobody, and
// of two that got equally far the last. ("localhost" is ::1 and 127.0.0.1; a URL may name several hosts.) One line, without
// a dot at its end.
std::string furthest_attempt(std::string_view words);

}  // namespace chitty::host::daemon
