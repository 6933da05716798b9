#include "ranking.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "words.hpp"

namespace chittychat {

namespace {

constexpr double k1 = 1.2, b = 0.75;

struct Counted {
  std::map<std::string, int, std::less<>> times;  // of the question's words
  double length = 0;
};

}  // namespace

std::vector<Passage> best_for(std::string_view question, const std::vector<Page>& pages, const std::vector<Passage>& passages, std::size_t most) {
  std::set<std::string, std::less<>> wanted;
  for (auto& word : words_of(question)) wanted.insert(std::move(word.stem));
  std::vector<Counted> counted(passages.size());
  std::map<std::string, int, std::less<>> spread;  // in how many passages a word is
  double whole = 0;
  for (std::size_t i = 0; i < passages.size(); ++i) {
    for (const auto& word : words_of(text_of(pages, passages[i]))) {
      counted[i].length += 1;
      if (wanted.contains(word.stem)) ++counted[i].times[word.stem];
    }
    whole += counted[i].length;
    for (const auto& [word, times] : counted[i].times) ++spread[word];
  }
  const double count = static_cast<double>(passages.size()), average = count > 0 ? std::max(1.0, whole / count) : 1.0;
  std::vector<std::pair<double, std::size_t>> scores;
  for (std::size_t i = 0; i < passages.size(); ++i) {
    double score = 0;
    for (const auto& [word, times] : counted[i].times) {
      const double n = spread[word], tf = times;
      score += std::log(1.0 + (count - n + 0.5) / (n + 0.5)) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * counted[i].length / average));
    }
    if (score > 0) scores.emplace_back(-score, i);
  }
  std::sort(scores.begin(), scores.end());
  std::vector<Passage> best;
  std::set<std::string> seen;  // the same passage in two copies of a document is one
  for (const auto& [score, i] : scores) {
    if (best.size() == most) break;
    if (seen.insert(one_line(text_of(pages, passages[i]))).second) best.push_back(passages[i]);
  }
  return best;
}

}  // namespace chittychat
