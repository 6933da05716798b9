// Times as texts: RFC 3339 in UTC with milliseconds, so that the texts sort as the times do. Any thread.
#ifndef CHITTY_TIME_HPP
#define CHITTY_TIME_HPP

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chitty {

// "2026-11-23T14:25:37.000Z" of milliseconds since 1970; the years 0000 to 9999.
std::string rfc3339(std::int64_t ms);

// What such texts are made of. Each takes its piece off the front of `text`, or gives none.
namespace detail {

bool skip_one(std::string_view& text, std::string_view one_of);

// Exactly `count` digits, at most nine.
std::optional<int> fixed_digits(std::string_view& text, std::size_t count);

// "2026-11-23"; whether there is such a day (`ok()`) is for the caller to ask.
std::optional<std::chrono::year_month_day> calendar_date(std::string_view& text);

// ".123456" as milliseconds, finer digits dropped; 0 where there is no point.
std::optional<int> second_fraction(std::string_view& text);

// "Z" or "+02:00", in milliseconds to the east.
std::optional<std::int64_t> zone_offset(std::string_view& text);

}  // namespace detail

// Milliseconds since 1970 of a whole RFC 3339 time, with `Z` or an offset; none if it is not one. What people write
// ("7days", "2026-11-23") the host has turned into one before a plugin sees it.
std::optional<std::int64_t> parse_rfc3339(std::string_view text);

}  // namespace chitty

#endif  // CHITTY_TIME_HPP
