#include "terms.hpp"

#include <chitty/search/relevance.hpp>
#include <chitty/search/stem.hpp>
#include <cmath>

namespace chittycontextual {

using namespace chitty::search;

namespace {

// Memories are short, passages of sessions are cut (passages.hpp): measured on labelled sets, contract/ranking.py.
constexpr Saturation saturation{1.2, 0.75, 80};

}  // namespace

std::string term_of(const Word& word) { return stem_of(without_marks(word.text)); }

Terms terms_of(std::string_view text) {
  std::map<std::string, double, std::less<>> counts;
  double length = 0;
  for (const auto& word : words_of(text)) {
    auto term = term_of(word);
    if (term.empty()) continue;
    if (term != word.text) ++counts["=" + word.text];
    ++counts[std::move(term)], ++length;
  }
  Terms terms;
  for (const auto& [term, count] : counts) {
    const auto worth = std::lround(most_worth * saturation.worth(count, length) / saturation.most());
    terms[term] = worth < 1 ? 1 : static_cast<std::uint32_t>(worth);
  }
  return terms;
}

std::string filter_term(std::string_view what, std::string_view value) { return std::string(what).append("=").append(value); }

}  // namespace chittycontextual
