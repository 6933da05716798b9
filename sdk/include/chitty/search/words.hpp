// Text as words, the same in what is kept and in what is looked for: letters and digits in a row, in small letters. Of text that is UTF-8.
#ifndef CHITTY_SEARCH_WORDS_HPP
#define CHITTY_SEARCH_WORDS_HPP

#include <string>
#include <string_view>
#include <vector>

namespace chitty::search {

struct Word {
  std::string text;                 // in small letters, at most 64 bytes
  std::size_t begin = 0, size = 0;  // in the text, in bytes
  bool prefix = false;              // a * follows: it stands for all that begin so
};

// In their order; of a text that is longer, the first `most`.
std::vector<Word> words_of(std::string_view text, std::size_t most = 2000);

// How many Unicode characters are before that byte.
std::size_t characters_before(std::string_view text, std::size_t byte);

// The next byte at which a character begins, from `at` on; the end of the text where there is none.
std::size_t whole_character(std::string_view text, std::size_t at);

}  // namespace chitty::search

#endif  // CHITTY_SEARCH_WORDS_HPP
