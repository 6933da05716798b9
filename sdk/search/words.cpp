#include <algorithm>
#include <chitty/search/words.hpp>

#include <cstdint>

namespace chitty::search {

namespace {

constexpr std::size_t longest = 64;

// The character at the front of UTF-8 that has been checked, and how many bytes it has.
char32_t character_at(std::string_view text, std::size_t at, std::size_t& size) {
  const auto byte = [&](std::size_t i) { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u; };
  const auto first = byte(0);
  size = first < 0x80 ? 1 : first < 0xE0 ? 2
                        : first < 0xF0   ? 3
                                         : 4;
  if (size > text.size() - at) size = text.size() - at;
  if (size == 1) return first;
  char32_t character = first & (0xFFu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) character = character << 6 | (byte(i) & 0x3F);
  return character;
}

// Marks and blanks are none; whatever else there is beyond ASCII may be part of a word in some language.
bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  const bool mark = c < 0xC0 ? c != 0xAA && c != 0xB5 && c != 0xBA : c == 0xD7 || c == 0xF7;
  return !mark && !(c >= 0x2000 && c < 0x2C00) && !(c >= 0x3000 && c < 0x3005) && !(c >= 0x3008 && c < 0x3020) && !(c >= 0xE000 && c < 0xF900) && !(c >= 0xFE00 && c < 0xFE70);
}

// Latin, Greek, Cyrillic.
char32_t small(char32_t c) {
  if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F)) return c + 0x20;
  if (c >= 0x400 && c <= 0x40F) return c + 0x50;
  if ((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177)) return c | 1;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c + (c & 1);
  return c == 0x178 ? 0xFF : c;
}

void append(std::string& text, char32_t c) {
  if (c < 0x80) return text.push_back(static_cast<char>(c));
  if (c < 0x800) {
    text.push_back(static_cast<char>(0xC0 | c >> 6));
  } else {
    if (c < 0x10000) {
      text.push_back(static_cast<char>(0xE0 | c >> 12));
    } else {
      text.push_back(static_cast<char>(0xF0 | c >> 18));
      text.push_back(static_cast<char>(0x80 | (c >> 12 & 0x3F)));
    }
    text.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
  }
  text.push_back(static_cast<char>(0x80 | (c & 0x3F)));
}

}  // namespace

std::vector<Word> words_of(std::string_view text, std::size_t most) {
  std::vector<Word> words;
  Word word;
  const auto end_word = [&](bool prefix) {
    if (!word.text.empty()) word.prefix = prefix, words.push_back(std::move(word));
    word = Word();
  };
  for (std::size_t at = 0, size = 0; at < text.size() && words.size() < most; at += size) {
    const auto character = character_at(text, at, size);
    if (!is_letter(character)) {
      end_word(character == '*');
      continue;
    }
    if (word.text.empty()) word.begin = at;
    word.size = at + size - word.begin;
    if (word.text.size() + 4 <= longest) append(word.text, small(character));
  }
  if (words.size() < most) end_word(false);
  return words;
}

std::size_t characters_before(std::string_view text, std::size_t byte) {
  std::size_t characters = 0;
  for (std::size_t at = 0; at < byte && at < text.size(); ++at) characters += (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
  return characters;
}

std::size_t whole_character(std::string_view text, std::size_t at) {
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  return std::min(at, text.size());
}

}  // namespace chitty::search
