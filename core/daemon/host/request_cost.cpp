#include "daemon/host/request_cost.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace chitty::host::daemon {
namespace {

constexpr std::int64_t most = std::int64_t{1} << 40;

}  // namespace

std::uint64_t number_at(std::string_view json_text, std::string_view pointer) {
  boost::system::error_code ec;
  json::parse_options options;
  options.max_depth = 64;
  const json::value value = json::parse({json_text.data(), json_text.size()}, ec, {}, options);
  if (ec) return 1;
  const auto* found = value.find_pointer({pointer.data(), pointer.size()}, ec);
  if (ec || !found) return 1;
  if (found->is_array()) return found->get_array().size();
  if (found->is_double())
    return static_cast<std::uint64_t>(std::clamp(found->get_double(), 1.0, static_cast<double>(most)));
  if (found->is_uint64()) return static_cast<std::uint64_t>(most);
  return found->is_int64() ? static_cast<std::uint64_t>(std::clamp<std::int64_t>(found->get_int64(), 1, most)) : 1;
}

std::uint64_t units_of(const RouteCost& cost, std::uint64_t things) {
  return std::max<std::uint64_t>(1, things / cost.each + (things % cost.each != 0));
}

}  // namespace chitty::host::daemon
