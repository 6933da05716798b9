// Times and durations as people write them; one parser for all of chitty. As text: rfc3339() of the SDK.
#pragma once

#include <chitty/error.hpp>
#include <chitty/time.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace chitty {

// Milliseconds since 1970-01-01T00:00:00Z.
using UnixMs = std::int64_t;

UnixMs now_ms();

// "90s", "2h", "1h30m", "500ms", "7days", "2 weeks". A bare number is refused with a hint.
Result<std::chrono::milliseconds> parse_duration(std::string_view text);

// RFC 3339, "2026-11-23", "now", "today", "yesterday", "tomorrow", a duration ago ("7days", "2h ago"), "in 2h".
Result<UnixMs> parse_time(std::string_view text, UnixMs now);

}  // namespace chitty
