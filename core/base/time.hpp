// Times and durations as people write them; one parser for all of chitty. As text: rfc3339() of the SDK.
#pragma once

#include <chitty/error.hpp>
#include <chitty/time.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace chitty::host {

// Milliseconds since 1970-01-01T00:00:00Z.
using UnixMs = std::int64_t;

UnixMs now_ms();

// "90s", "2h", "1h30m", "500ms", "7days", "2 weeks". A bare number is refused with a hint, and so is 1M. Errors here are
// reasons ("not a duration"), since only the caller knows what the value is for.
Result<std::chrono::milliseconds> parse_duration(std::string_view text);

// As parse_duration() reads it, in the largest unit that divides it: "90s", "2h", "7d", "500ms".
std::string as_duration(std::chrono::milliseconds duration);

// On which side of now a time is to lie: where a bare distance ("7days") leads, and what is refused.
enum class Direction {
  past,
  future,
  any
};

// RFC 3339, "2026-11-23", "now", "today", "yesterday", "tomorrow", a distance ("7days"; where the direction is any it must
// say which), "2h ago", "in 2h". A time on the other side is refused; a date alone is the whole day, and clocks may differ by
// a minute.
Result<UnixMs> parse_time(std::string_view text, UnixMs now, Direction direction = Direction::any);

}  // namespace chitty::host
