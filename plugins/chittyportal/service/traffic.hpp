// Requests over time, as the gateway keeps them; NOT_FOUND where it is not installed.
#pragma once

#include <chitty/service.hpp>

namespace chittyportal {

inline constexpr std::int64_t a_minute = 60'000, an_hour = 60 * a_minute, a_day = 24 * an_hour;

// The rows of [from, to) in steps, oldest first; `by` is "all", "service" or "route".
chitty::Result<chitty::json::array> traffic(chitty::Service& service, std::int64_t from, std::int64_t to, std::int64_t step,
                                            std::string_view by, bool histogram = false);

// The sums of the last `period`: requests, refused, errors, p50Ms ...
chitty::Result<chitty::json::object> traffic_sums(chitty::Service& service, std::int64_t period);

// What the page draws: {"from","to","stepMs","series":[…]}.
chitty::Result<chitty::json::object> traffic_to_draw(chitty::Service& service, std::string_view period);

}  // namespace chittyportal
