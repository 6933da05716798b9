// The piece of a text that shows best what was looked for, and where in it the words stand. The text itself is left as it is: a page
// escapes it and puts its own marks at these places, so that nothing in it can pass for one.
#ifndef CHITTY_SEARCH_EXCERPT_HPP
#define CHITTY_SEARCH_EXCERPT_HPP

#include <chitty/search/words.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chitty::search {

struct Excerpt {
  std::string_view text;                                   // of the text that was given
  std::vector<std::pair<std::size_t, std::size_t>> marks;  // [first, how many], in Unicode characters
};

// `found` are words of the text, in their order. Of a text that is longer than some 160 bytes, the piece in which most different ones
// stand; of several such the first.
Excerpt excerpt_of(std::string_view text, const std::vector<Word>& found);

// For a terminal: the words that are marked in [brackets].
std::string bracketed(const Excerpt& excerpt);

}  // namespace chitty::search

#endif  // CHITTY_SEARCH_EXCERPT_HPP
