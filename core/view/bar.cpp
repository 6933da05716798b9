#include "view/bar.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace chitty::host {

double number_of(const json::value* cell) { return cell && cell->is_number() ? cell->to_number<double>() : 0; }

std::string bar_of(double value, double largest) {
  constexpr std::array<const char*, 8> parts{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  if (!(value > 0) || !(largest > 0)) return {};
  const auto eighths = static_cast<std::size_t>(std::max(1.0, std::round(std::min(1.0, value / largest) * 8 * bar_width)));
  std::string bar;
  for (std::size_t i = 0; i < eighths / 8; ++i) bar += "█";
  return bar += parts[eighths % 8];
}

}  // namespace chitty::host
