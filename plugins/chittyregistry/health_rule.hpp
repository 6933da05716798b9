// When a service is taken for healthy and when not: by several results in a row, so that one lost packet is no outage and one lucky
// answer no recovery. The first result of all decides by itself.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chittyregistry {

inline constexpr std::int64_t rises_after = 2, falls_after = 3;

inline constexpr std::string_view healthy = "healthy", unhealthy = "unhealthy", unreachable = "unreachable", unknown = "unknown";

struct HealthState {
  std::string state{unknown};
  std::int64_t good = 0, bad = 0;  // results in a row
  std::string rule{};              // what made it so
};

// After one result more: healthy, unhealthy or unreachable.
HealthState after(HealthState state, std::string_view outcome);

// What would change it: "2 healthy results in a row; 1 so far".
std::string what_would_change(const HealthState& state);

// Did so many fail at once that the fault is more likely where they were asked from? Of those that had not failed before: three or
// more, and more than half of them, were not to be reached.
bool blames_the_prober(std::int64_t were_well, std::int64_t unreachable_of_them);

}  // namespace chittyregistry
