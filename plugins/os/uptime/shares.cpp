#include "shares.hpp"

#include <algorithm>

namespace os {

double Shares::covered() const {
  const auto whole = up_ms + down_ms + unknown_ms;
  return whole > 0 ? static_cast<double>(up_ms + down_ms) / static_cast<double>(whole) : 0;
}

double Shares::up() const {
  const auto known = up_ms + down_ms;
  return known > 0 ? static_cast<double>(up_ms) / static_cast<double>(known) : 0;
}

Shares shares_of(std::vector<Seen> seen, std::int64_t from_ms, std::int64_t to_ms, std::int64_t holds_ms) {
  Shares shares;
  if (to_ms <= from_ms) return shares;
  std::stable_sort(seen.begin(), seen.end(), [](const Seen& a, const Seen& b) { return a.at_ms < b.at_ms; });
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const auto next = i + 1 < seen.size() ? seen[i + 1].at_ms : to_ms;
    const auto begin = std::max(seen[i].at_ms, from_ms);
    const auto end = std::min({next, seen[i].at_ms + holds_ms, to_ms});
    if (end <= begin) continue;
    if (seen[i].state == Seen::State::up) shares.up_ms += end - begin;
    if (seen[i].state == Seen::State::down) shares.down_ms += end - begin;
  }
  shares.unknown_ms = to_ms - from_ms - shares.up_ms - shares.down_ms;
  return shares;
}

}  // namespace os
