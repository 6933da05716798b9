#include "daemon/gate/rate_bucket.hpp"

#include <algorithm>

namespace chitty::host::daemon {
namespace {

// A limit that has become smaller, or a clock that was set back, leaves nobody waiting for longer than a whole burst.
std::int64_t debt(const RateBucket& bucket, const PolicyLimit& limit, std::int64_t now) {
  return std::clamp<std::int64_t>(bucket.tat - now, 0, limit.room());
}

std::int64_t cost(const PolicyLimit& limit, std::uint64_t units) {
  return limit.interval() * static_cast<std::int64_t>(std::min(units, limit.burst + 1));
}

}  // namespace

RateBucket::Left RateBucket::left(const PolicyLimit& limit, std::int64_t now) const {
  const auto owed = debt(*this, limit, now), free = limit.room() - owed;
  Left left;
  left.requests = static_cast<std::uint64_t>(free / limit.interval()) + leased;
  left.next = owed == 0 ? 0 : limit.interval() - free % limit.interval();
  left.whole = owed;
  return left;
}

bool RateBucket::take_owned(const PolicyLimit& limit, std::int64_t now, std::uint64_t units) {
  const auto owed = debt(*this, limit, now);
  if (owed + cost(limit, units) > limit.room()) return false;
  tat = now + owed + cost(limit, units);
  moved += cost(limit, units);
  return true;
}

std::int64_t RateBucket::wait_for(const PolicyLimit& limit, std::int64_t now, std::uint64_t units) const {
  return std::max<std::int64_t>(0, debt(*this, limit, now) + cost(limit, units) - limit.room());
}

}  // namespace chitty::host::daemon
