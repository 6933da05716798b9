// What words that mean the same have in common: an English word's stem (Porter, 1980), and letters without their marks.
#ifndef CHITTY_SEARCH_STEM_HPP
#define CHITTY_SEARCH_STEM_HPP

#include <string>
#include <string_view>

namespace chitty::search {

// "contracts", "contracted" and "contracting" have "contract". Of a word in small letters; one with other letters than a to z is
// given back as it is.
std::string stem_of(std::string_view word);

// "café" is "cafe", however the é was written.
std::string without_marks(std::string_view word);

// Does it say nothing of what a text is about ("the", "of")? Of a word in small letters, English.
bool is_stop_word(std::string_view word);

}  // namespace chitty::search

#endif  // CHITTY_SEARCH_STEM_HPP
