#include "query.hpp"

#include <algorithm>
#include <chitty/search/stem.hpp>

#include "terms.hpp"

namespace chittycontextual {

using namespace chitty::search;

namespace {

constexpr std::size_t most_words = 24, most_phrases = 8;
constexpr std::int64_t as_it_is = 30;  // hundredths: what the very word counts besides its stem

// The parts in double quotes, one after the other; a quote without its other half is a mark like any.
std::vector<std::string_view> quoted_parts(std::string_view text) {
  std::vector<std::string_view> parts;
  for (auto begin = text.find('"'); begin != std::string_view::npos; begin = text.find('"', begin)) {
    const auto end = text.find('"', begin + 1);
    if (end == std::string_view::npos) break;
    parts.push_back(text.substr(begin + 1, end - begin - 1));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

Query::Query(std::string_view text) {
  for (const auto part : quoted_parts(text)) {
    std::vector<std::string> phrase;
    for (const auto& word : words_of(part, most_words)) phrase.push_back(word.text);
    if (!phrase.empty() && phrases_.size() < most_phrases) phrases_.push_back(std::move(phrase));
  }
  const auto words = words_of(text, 400);
  // Of words that say nothing some other must be beside them; in a phrase they are looked at anyway.
  const bool only_stop_words = std::all_of(words.begin(), words.end(), [](const Word& word) { return is_stop_word(word.text); });
  for (const auto& word : words) {
    if (stems_.size() >= most_words) break;
    if (!only_stop_words && is_stop_word(word.text)) continue;
    auto stem = term_of(word);
    if (stem.empty()) continue;
    const bool other = stem != word.text;
    if (stems_.insert(stem).second) terms_.push_back({std::move(stem), 100});
    const auto exact = "=" + word.text;
    if (other && std::none_of(terms_.begin(), terms_.end(), [&](const SearchTerm& term) { return term.term == exact; })) terms_.push_back({exact, as_it_is});
  }
}

bool Query::fits(const std::vector<Word>& words) const {
  return std::all_of(phrases_.begin(), phrases_.end(), [&](const auto& phrase) {
    return std::search(words.begin(), words.end(), phrase.begin(), phrase.end(), [](const Word& word, const std::string& wanted) { return word.text == wanted; }) != words.end();
  });
}

std::vector<Word> Query::found_in(const std::vector<Word>& words) const {
  std::vector<Word> found;
  std::copy_if(words.begin(), words.end(), std::back_inserter(found), [&](const Word& word) { return stems_.contains(term_of(word)); });
  return found;
}

}  // namespace chittycontextual
