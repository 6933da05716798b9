#include "words.hpp"

#include <algorithm>
#include <array>

namespace chittychat {

namespace {

constexpr std::array<std::string_view, 78> common{
    "a", "about", "all", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "case", "could", "did", "do", "does", "for", "from", "had", "has", "have", "he", "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "may",
    "me", "my", "no", "not", "of", "on", "or", "our", "s", "say", "says", "shall", "she", "should", "so", "t", "tell", "that", "the", "their", "them", "there", "these", "they", "this", "to", "was", "we", "were", "what", "when", "where", "which", "who", "why",
    "will", "with", "would", "you", "your", "please"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80; }

// Plural and tense of English, where what is left is still a word: contracts, filed, hearing.
std::string stem_of(std::string word) {
  const auto cut = [&](std::string_view ending, std::size_t least, std::string_view instead = {}) {
    if (word.size() < ending.size() + least || !word.ends_with(ending)) return false;
    word.replace(word.size() - ending.size(), ending.size(), instead);
    return true;
  };
  if (cut("ies", 2, "y") || cut("sses", 2, "ss")) return word;
  if (!word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is")) cut("s", 3);
  if (cut("ing", 4) || cut("ed", 3)) return word;
  cut("e", 3);
  return word;
}

}  // namespace

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> made;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_letter(text[at])) {
      ++at;
      continue;
    }
    auto end = at;
    while (end < text.size() && is_letter(text[end])) ++end;
    const auto found = text.substr(at, end - at);
    at = end;
    std::string word(found.substr(0, std::min<std::size_t>(found.size(), 64)));
    for (auto& c : word)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (std::find(common.begin(), common.end(), word) == common.end()) made.push_back({found, stem_of(std::move(word))});
  }
  return made;
}

}  // namespace chittychat
