#include "latency.hpp"

#include <charconv>
#include <cmath>

namespace chittyportal {

void Latency::add(std::string_view buckets, std::int64_t times) {
  const auto* at = buckets.data();
  const auto* const end = at + buckets.size();
  while (at < end) {
    std::int64_t bucket = 0, count = 0;
    const auto first = std::from_chars(at, end, bucket);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != ':') return;
    const auto second = std::from_chars(first.ptr + 1, end, count);
    if (second.ec != std::errc()) return;
    buckets_[bucket] += count * times;
    at = second.ptr + (second.ptr < end ? 1 : 0);
  }
}

std::optional<double> Latency::percentile(double share) const {
  std::int64_t all = 0;
  for (const auto& [bucket, count] : buckets_) all += count > 0 ? count : 0;
  if (all == 0) return {};
  auto left = static_cast<std::int64_t>(std::ceil(share * static_cast<double>(all)));
  for (const auto& [bucket, count] : buckets_) {
    left -= count > 0 ? count : 0;
    if (left > 0) continue;
    const double microseconds = bucket <= 0 ? 0.5 : std::pow(1.02, static_cast<double>(bucket) - 0.5);
    return std::round(microseconds / 10) / 100;
  }
  return {};
}

}  // namespace chittyportal
