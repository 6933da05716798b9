#include <algorithm>

#include "base/text.hpp"
#include "base/time.hpp"
#include "base/time_pieces.hpp"

namespace chitty {

using namespace time_pieces;

namespace {

using std::chrono::milliseconds;

struct Unit {
  std::string_view word;
  std::int64_t ms;
};
constexpr Unit units[] = {
    {"ms", 1},        {"millisecond", 1}, {"milliseconds", 1}, {"s", second},   {"sec", second},
    {"secs", second}, {"second", second}, {"seconds", second}, {"m", minute},   {"min", minute},
    {"mins", minute}, {"minute", minute}, {"minutes", minute}, {"h", hour},     {"hr", hour},
    {"hrs", hour},    {"hour", hour},     {"hours", hour},     {"d", day},      {"day", day},
    {"days", day},    {"w", week},        {"week", week},      {"weeks", week},
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Take what `belongs` off the front of `text`, and the spaces after it.
std::string_view take(std::string_view& text, bool (*belongs)(char)) {
  std::size_t n = 0;
  while (n < text.size() && belongs(text[n])) ++n;
  const auto taken = text.substr(0, n);
  text.remove_prefix(n);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return taken;
}

Error no_duration(std::string_view text) {
  return usage_error("'" + std::string(text) + "' is no duration.",
                     "Write a number and a unit, as in 500ms, 90s, 15m, 1h30m, 7days or 2weeks.");
}

Error no_unit(std::string_view text, std::string_view number) {
  const std::string n(number);
  return usage_error("'" + std::string(text) + "' has a number without a unit.",
                     "Write " + n + "s, " + n + "m, " + n + "h or " + n + "days.");
}

Error too_large(std::string_view text) {
  return usage_error("'" + std::string(text) + "' is too large for a duration.",
                     "The largest is about 290 million years.");
}

}  // namespace

Result<milliseconds> parse_duration(std::string_view text) {
  std::string_view left = trim(text);
  if (left.empty()) return no_duration(text);
  std::int64_t sum = 0;
  while (!left.empty()) {
    const auto digits = take(left, is_digit);
    const auto word = lower(take(left, is_letter));
    if (digits.empty()) return no_duration(text);
    if (word.empty()) return left.empty() ? no_unit(text, digits) : no_duration(text);
    if (word == "month" || word == "months" || word == "year" || word == "years" || word == "y")
      return usage_error("'" + std::string(text) + "' counts in a unit whose length varies.",
                         "Write days instead, as in 30days or 365days.");
    const auto* unit = std::find_if(std::begin(units), std::end(units), [&](const Unit& u) { return u.word == word; });
    if (unit == std::end(units)) return no_duration(text);
    const auto count = number(digits);
    std::int64_t ms = 0;
    if (!count || __builtin_mul_overflow(*count, unit->ms, &ms) || __builtin_add_overflow(sum, ms, &sum))
      return too_large(text);
  }
  return milliseconds(sum);
}

}  // namespace chitty
