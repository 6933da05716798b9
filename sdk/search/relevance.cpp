#include <chitty/search/relevance.hpp>
#include <cmath>

namespace chitty::search {

std::int64_t rarity(std::int64_t all, std::int64_t having) {
  const double n = static_cast<double>(having), others = static_cast<double>(all > having ? all - having : 0);
  return 1 + std::lround(1000 * std::log(1 + (others + 0.5) / (n + 0.5)));
}

}  // namespace chitty::search
