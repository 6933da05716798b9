#include "moment.hpp"

#include <chitty/time.hpp>

namespace chittytrust {

using namespace chitty;

Result<std::int64_t> past_moment(const Service& service, std::string_view text, std::string_view what) {
  const auto at = parse_rfc3339(text);
  if (!at) return usage_error("invalid time '" + std::string(text) + "' as " + std::string(what), "Write it as RFC 3339 says: 2026-11-23T14:25:37Z");
  if (*at > service.now())
    return usage_error(std::string(what) + " is in the future: " + std::string(text), "It is now " + rfc3339(service.now()));
  return *at;
}

Result<std::int64_t> clock_of(const Service& service, std::string_view at) {
  return at.empty() ? Result<std::int64_t>(service.now()) : past_moment(service, at, "the time of the score");
}

}  // namespace chittytrust
