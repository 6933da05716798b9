#include "view/layout.hpp"

#include <algorithm>

namespace chitty::host {
namespace {

std::size_t gaps(std::size_t columns) { return columns == 0 ? 0 : (columns - 1) * column_gap; }

std::size_t least(const ColumnNeed& need) { return need.whole ? need.width : std::min(need.width, narrowest_cut); }

// How many of the first columns fit when each is as narrow as it may be; one at least.
std::size_t how_many_fit(const std::vector<ColumnNeed>& needs, std::size_t total) {
  std::size_t used = 0, count = 0;
  while (count < needs.size()) {
    used += least(needs[count]);
    if (count > 0 && used + gaps(count + 1) > total) break;
    ++count;
  }
  return count;
}

}  // namespace

std::vector<std::size_t> fit_columns(const std::vector<ColumnNeed>& needs, std::size_t total) {
  const std::size_t count = how_many_fit(needs, total);
  std::vector<std::size_t> widths(count);
  std::size_t sum = gaps(count);
  for (std::size_t i = 0; i < count; ++i) sum += widths[i] = needs[i].width;

  // The widest column that may be cut gives one space at a time, so that narrow columns stay whole.
  while (sum > total) {
    std::size_t widest = count;
    for (std::size_t i = 0; i < count; ++i)
      if (widths[i] > least(needs[i]) && (widest == count || widths[i] > widths[widest])) widest = i;
    if (widest == count) break;
    --widths[widest];
    --sum;
  }
  // A first column alone that is wider than everything.
  if (count == 1) widths[0] = std::min(widths[0], total);
  return widths;
}

}  // namespace chitty::host
