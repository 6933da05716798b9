// What the process's surroundings say about its terminal, as functions of values, for the tests.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace chitty::host {

using Environment = std::function<std::optional<std::string>(const char* name)>;

// --no-color and NO_COLOR refuse, CLICOLOR_FORCE insists, CLICOLOR=0 and TERM=dumb refuse, else a terminal decides.
bool decide_colour(bool no_colour_option, bool is_terminal, const Environment& environment);

// 0 where nothing can be drawn again: no terminal, TERM=dumb or none. Else what the terminal says, or 24.
int decide_height(bool is_terminal, int terminal_lines, const Environment& environment);

// COLUMNS if it is a number from 1 to 10000, else what the terminal says if it says something, else 80.
int decide_width(int terminal_columns, const Environment& environment);

}  // namespace chitty::host
