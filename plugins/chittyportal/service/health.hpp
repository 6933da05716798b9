// How the services of this daemon are, now and in each quarter of an hour of the last day in which somebody looked.
#pragma once

#include <chitty/service.hpp>
#include <string>
#include <vector>

namespace chittyportal {

struct ServiceHealth {
  std::string name, state;  // "up", "down", "unknown": not asked, or an answer that says neither
  std::string version{}, message{};
  std::string history{};  // one letter for each quarter of an hour, the last one now: u, d, or ? where nobody looked
};

// Asked at most every five seconds in this process, however many pages are open.
chitty::Result<std::vector<ServiceHealth>> health_of_all(chitty::Service& service);

inline constexpr std::int64_t slot_ms = 15 * 60'000, slots = 96;

}  // namespace chittyportal
