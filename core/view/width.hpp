// How many columns of a terminal a text takes: wide East Asian characters and emoji two, combining marks none.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chitty::host {

// Of one line of valid UTF-8 without control characters (see harmless.hpp).
std::size_t display_width(std::string_view text);

// The text itself if it fits, else its beginning and "…", together at most `width` columns; a character and its marks
// stay together.
std::string cut_to(std::string_view text, std::size_t width);

// The same with "…" in the middle: both ends stay.
std::string cut_middle_to(std::string_view text, std::size_t width);

// `text` and spaces up to `width`, after or before it.
void append_left(std::string& out, std::string_view text, std::size_t width);
void append_right(std::string& out, std::string_view text, std::size_t width);

}  // namespace chitty::host
