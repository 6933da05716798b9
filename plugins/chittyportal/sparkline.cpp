#include "sparkline.hpp"

#include <algorithm>
#include <cmath>

namespace chittyportal {

std::string sparkline(const std::vector<double>& values) {
  static constexpr const char* heights[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const double most = values.empty() ? 0 : *std::max_element(values.begin(), values.end());
  std::string line;
  for (const double value : values)
    line += value <= 0 || most <= 0 ? "·" : heights[std::min<std::size_t>(7, static_cast<std::size_t>(std::ceil(value / most * 8)) - 1)];
  return line;
}

}  // namespace chittyportal
