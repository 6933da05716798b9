// What the readers of times and of durations share; not for others.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chitty::time_pieces {

inline constexpr std::int64_t second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour, week = 7 * day;

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// Nothing when it is too large.
inline std::optional<std::int64_t> number(std::string_view digits) {
  std::int64_t value = 0;
  for (const char c : digits)
    if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, c - '0', &value)) return {};
  return value;
}

}  // namespace chitty::time_pieces
