// Text in lines of a width: paragraphs, and two columns.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chitty::host {

// How many places on the screen a text takes; one for each code point.
std::size_t code_points(std::string_view text);

// The words of `text` in lines of at most `width`. The first line begins at `column` (text already stands before it),
// the others after `indent` blanks. A no-break space (U+00A0) keeps two words together and is written as a blank. Ends
// without a line break.
std::string wrap(std::string_view text, std::size_t width, std::size_t indent, std::size_t column);

// Names and what they mean, side by side: "  name   meaning that may take\n         more lines\n". Names too long for
// their column stand on a line of their own.
using Rows = std::vector<std::pair<std::string, std::string>>;
std::string columns(const Rows& rows, std::size_t width);

// The same in two pairs of columns where each meaning fits on its line, else as `columns`: nothing is cut.
std::string narrow_columns(const Rows& rows, std::size_t width);

std::string heading(std::string_view text, bool colour);

}  // namespace chitty::host
