// How wide each column of a table becomes, when all of them together may not be wider than the terminal.
#pragma once

#include <cstddef>
#include <vector>

namespace chitty::host {

constexpr std::size_t column_gap = 2;     // spaces between two columns
constexpr std::size_t narrowest_cut = 6;  // a column is not cut below this; rather the last columns are left out

struct ColumnNeed {
  std::size_t width = 0;  // of its widest cell, title included
  bool whole = false;     // numbers, and the first column, which people copy from: cut only when nothing else is left
};

// The width of each column that is shown; shorter than `needs` when the last columns do not fit at all.
std::vector<std::size_t> fit_columns(const std::vector<ColumnNeed>& needs, std::size_t total);

}  // namespace chitty::host
