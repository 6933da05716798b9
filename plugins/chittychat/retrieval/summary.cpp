#include "summary.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "words.hpp"

namespace chittychat {

namespace {

constexpr std::size_t fewest_words = 4, most_words = 60;

struct Sentence {
  Passage where;
  std::set<std::string> words;
  double score = 0;
  bool taken = false;
};

}  // namespace

// SumBasic (Nenkova and Vanderwende, 2005) with squares: what has been said counts for less in what is taken next.
std::vector<Passage> summary_of(const std::vector<Page>& pages, std::size_t sentences) {
  std::vector<Sentence> all;
  std::map<std::string, double> weight;
  double count = 0;
  for (const auto& passage : sentences_of(pages)) {
    Sentence made{passage, {}};
    const auto words = words_of(text_of(pages, passage));
    for (const auto& word : words) made.words.insert(word.stem), weight[word.stem] += 1, count += 1;
    if (words.size() >= fewest_words && words.size() <= most_words) all.push_back(std::move(made));
  }
  for (auto& [word, times] : weight) times /= std::max(count, 1.0);
  std::vector<Passage> summary;
  while (summary.size() < sentences) {
    Sentence* best = nullptr;
    for (auto& sentence : all) {
      if (sentence.taken) continue;
      sentence.score = 0;
      for (const auto& word : sentence.words) sentence.score += weight[word];
      sentence.score /= std::sqrt(static_cast<double>(sentence.words.size()) + 4);
      if (!best || sentence.score > best->score) best = &sentence;
    }
    if (!best) break;
    best->taken = true;
    for (const auto& word : best->words) weight[word] *= weight[word];
    summary.push_back(best->where);
  }
  std::sort(summary.begin(), summary.end(), [](const Passage& a, const Passage& other) { return std::pair(a.page, a.start) < std::pair(other.page, other.start); });
  return summary;
}

}  // namespace chittychat
