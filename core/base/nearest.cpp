#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace chitty {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Optimal string alignment: insert, delete, replace and swap of neighbours each cost one. Letters count without their
// case. Rows are as wide as `b`; anything longer than a person would type is not compared.
std::size_t distance(std::string_view a, std::string_view b) {
  constexpr std::size_t longest = 64;
  if (a.size() > longest || b.size() > longest) return std::string_view::npos;
  std::array<std::size_t, longest + 1> before{}, last{}, now{};
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before = last;
    last = now;
  }
  return last[b.size()];
}

}  // namespace

std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const std::size_t limit = std::max<std::size_t>(1, word.size() / 3);
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const auto& candidate : candidates)
    if (const auto d = distance(word, candidate); d <= limit && d < word.size()) near.emplace_back(d, candidate);
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });

  std::vector<std::string> out;
  for (auto& [d, candidate] : near)
    if (out.size() < 3 && std::find(out.begin(), out.end(), candidate) == out.end())
      out.push_back(std::move(candidate));
  return out;
}

std::string did_you_mean(const std::vector<std::string>& nearest) {
  std::string out;
  for (std::size_t i = 0; i < nearest.size(); ++i) {
    if (i) out += i + 1 == nearest.size() ? " or " : ", ";
    out += "'" + nearest[i] + "'";
  }
  return out.empty() ? out : "Did you mean " + out + "?";
}

}  // namespace chitty
