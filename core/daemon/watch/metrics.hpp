// Request counters of one route, and their text for Prometheus.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace chitty::host::daemon {

struct RouteMetrics {
  static constexpr std::array<std::uint64_t, 12> bounds_us{50, 100, 250, 500, 1000, 2500,
                                                           5000, 10000, 50000, 250000, 1000000, 5000000};
  std::array<std::atomic<std::uint64_t>, 6> by_class{};  // [2] is 2xx
  std::array<std::atomic<std::uint64_t>, 13> buckets{};
  std::atomic<std::uint64_t> sum_us{0};

  void note(int status, std::uint64_t microseconds) {
    std::size_t bucket = 0;
    while (bucket < bounds_us.size() && microseconds > bounds_us[bucket]) ++bucket;
    by_class[static_cast<std::size_t>(status / 100) % 6].fetch_add(1, std::memory_order_relaxed);
    buckets[bucket].fetch_add(1, std::memory_order_relaxed);
    sum_us.fetch_add(microseconds, std::memory_order_relaxed);
  }
};

// The text format of Prometheus, version 0.0.4. `service` and `route` are escaped as label values.
void append_requests(std::string& page, std::string_view service, std::string_view route, const RouteMetrics& metrics);
void append_durations(std::string& page, std::string_view service, std::string_view route, const RouteMetrics& metrics);
void append_heading(std::string& page, std::string_view name, std::string_view type, std::string_view help);
void append_sample(std::string& page, std::string_view name, double value);

}  // namespace chitty::host::daemon
