// How long requests took, in buckets that grow by 2 %, as the gateway tells it ("412:7,413:2"; plugin.h, chitty.policy/1): two tellings
// can be subtracted.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

namespace chittyportal {

class Latency {
 public:
  void add(std::string_view buckets, std::int64_t times = 1);
  // In milliseconds, what `share` of all took at most; none of none.
  std::optional<double> percentile(double share) const;

 private:
  std::map<std::int64_t, std::int64_t> buckets_;
};

}  // namespace chittyportal
