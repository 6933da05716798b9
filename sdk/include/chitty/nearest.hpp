// The word that was probably meant: for "did you mean". Any thread; throws nothing but bad_alloc.
#ifndef CHITTY_NEAREST_HPP
#define CHITTY_NEAREST_HPP

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chitty {

namespace detail {

inline char lower_letter(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Optimal string alignment: insert, delete, replace and swap of neighbours each cost one. Letters count without their
// case. npos: longer than a person would type, and not compared.
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  constexpr std::size_t longest = 64;
  if (a.size() > longest || b.size() > longest) return std::string_view::npos;
  const auto same = [&](std::size_t i, std::size_t j) { return lower_letter(a[i]) == lower_letter(b[j]); };
  std::array<std::size_t, longest + 1> before{}, last{}, now{};
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (same(i - 1, j - 1) ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && same(i - 1, j - 2) && same(i - 2, j - 1);
      if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before = last;
    last = now;
  }
  return last[b.size()];
}

}  // namespace detail

// Up to three candidates, the nearest first, and of those as near the ones that begin with the word; never the word itself: at most a
// third of the word differs. `Candidates`: a range of strings.
template <class Candidates>
std::vector<std::string> nearest(std::string_view word, const Candidates& candidates) {
  const std::size_t limit = std::max<std::size_t>(1, word.size() / 3);
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const std::string_view candidate : candidates) {
    const auto distance = detail::edit_distance(word, candidate);
    const bool goes_on = distance <= limit && detail::edit_distance(word, candidate.substr(0, word.size())) == 0;
    if (distance <= limit && distance < word.size() && candidate != word) near.emplace_back(distance * 2 + (goes_on ? 0 : 1), candidate);
  }
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });

  std::vector<std::string> out;
  for (auto& [distance, candidate] : near)
    if (out.size() < 3 && std::find(out.begin(), out.end(), candidate) == out.end())
      out.push_back(std::move(candidate));
  return out;
}

inline std::vector<std::string> nearest(std::string_view word, std::initializer_list<std::string_view> candidates) {
  return nearest<std::initializer_list<std::string_view>>(word, candidates);
}

}  // namespace chitty

#endif  // CHITTY_NEAREST_HPP
