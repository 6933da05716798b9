// The person's browser, opened at a page. The address goes to the program as one word of its own: no shell reads it.
#pragma once

#include <chitty/error.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cancel.hpp"

namespace chitty::host {

// The variables that decide, as a function so that a test has its own; empty when unset.
using Variables = std::function<std::string(const char* name)>;
Variables variables_of_this_process();

// The program and its words that would open `url`:
//   CHITTY_BROWSER  a program (path or name), used wherever we run; "none": no browser
//   BROWSER         programs as xdg-open has them, "firefox:lynx %s"; the first that is there
//   otherwise       xdg-open, wslview or open
// The last two only where a browser can be seen: with a display, and not in a remote shell.
// INVALID_ARGUMENT when `url` is no http or https address; NOT_SUPPORTED says why there is no browser.
Result<std::vector<std::string>> browser_command(std::string_view url, const Variables& variable);

// Start it. An address with a '#' is not told to the program, whose arguments anybody can read: it gets a file that leads there, the
// person's alone (0600), in $XDG_RUNTIME_DIR or the state folder. What ends with a failure within a second has not opened anything: NOT_SUPPORTED.
Result<void> open_in_browser(std::string_view url, const Variables& variable, const CancelToken& cancel);

}  // namespace chitty::host
