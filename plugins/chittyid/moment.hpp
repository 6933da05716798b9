// What identifiers and rows carry of the time, besides RFC 3339 (<chitty/time.hpp>).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace chitty::id {

// "2611": the year and month in UTC, as an identifier carries them.
std::string year_month(std::int64_t ms);

// A UUID of version 7 (RFC 9562), which sorts by time: `ms`, then `counter` (0 to 4095) within it, then 8 bytes of
// randomness.
std::string uuid_v7(std::int64_t ms, unsigned counter, std::string_view random);

}  // namespace chitty::id
