// Times on the wire: RFC 3339 in UTC with milliseconds, so that their texts sort as they do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chitty::id {

// "2026-11-23T14:59:10.123Z" of milliseconds since 1970.
std::string rfc3339(std::int64_t ms);

// Milliseconds since 1970 of an RFC 3339 time with `Z` or an offset; none if it is not one.
std::optional<std::int64_t> from_rfc3339(std::string_view text);

// "2611": the year and month in UTC, as an identifier carries them.
std::string year_month(std::int64_t ms);

// A UUID of version 7 (RFC 9562), which sorts by time: `ms`, then `counter` (0 to 4095) within it, then 8 bytes of
// randomness.
std::string uuid_v7(std::int64_t ms, unsigned counter, std::string_view random);

}  // namespace chitty::id
