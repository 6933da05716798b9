// Small steps over a text, for the finders: each looks at `text` from `at` on, and moves `at` behind what it has taken.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace chittycases::find {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
// Bytes beyond ASCII are letters here: they are parts of names.
constexpr bool is_letter(char c) { return is_upper(c) || is_lower(c) || static_cast<unsigned char>(c) >= 0x80; }
constexpr bool is_word(char c) { return is_digit(c) || is_letter(c); }
constexpr bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\v'; }
constexpr char lowered(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
std::string lowered(std::string_view text);

// Does a word begin here?
inline bool begins_word(std::string_view text, std::size_t at) { return at == 0 || !is_word(text[at - 1]); }
inline char at_or_nul(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }

void skip_spaces(std::string_view text, std::size_t& at);
// Whatever the case of its letters; `word` is in small letters.
bool skip_text(std::string_view text, std::size_t& at, std::string_view word);
// The same, and a word ends there.
bool skip_word(std::string_view text, std::size_t& at, std::string_view word);
// The longest of these words; its number.
std::optional<std::size_t> skip_one_of(std::string_view text, std::size_t& at, std::initializer_list<std::string_view> words);
// Digits, at most `most`; none if there are more.
std::optional<std::string> take_digits(std::string_view text, std::size_t& at, std::size_t most);

// "twenty-one" as 21: whole numbers up to 999 in words, small letters or not.
std::optional<int> take_number_in_words(std::string_view text, std::size_t& at);

}  // namespace chittycases::find
