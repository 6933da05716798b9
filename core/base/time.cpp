#include "base/time.hpp"

#include "base/text.hpp"

namespace chitty::host {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour, week = 7 * day;

// RFC 3339 has four digits for a year.
constexpr UnixMs first_time = -62167219200000;  // 0000-01-01T00:00:00Z
constexpr UnixMs last_time = 253402300799999;   // 9999-12-31T23:59:59.999Z

struct Unit {
  std::string_view word;
  std::int64_t ms;
};
constexpr Unit units[] = {
    {"ms", 1},
    {"millisecond", 1},
    {"milliseconds", 1},
    {"s", second},
    {"sec", second},
    {"secs", second},
    {"second", second},
    {"seconds", second},
    {"m", minute},
    {"min", minute},
    {"mins", minute},
    {"minute", minute},
    {"minutes", minute},
    {"h", hour},
    {"hr", hour},
    {"hrs", hour},
    {"hour", hour},
    {"hours", hour},
    {"d", day},
    {"day", day},
    {"days", day},
    {"w", week},
    {"week", week},
    {"weeks", week},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// Take what `belongs` off the front of `text`, and the spaces after it.
std::string_view take(std::string_view& text, bool (*belongs)(char)) {
  std::size_t n = 0;
  while (n < text.size() && belongs(text[n])) ++n;
  const auto taken = text.substr(0, n);
  text.remove_prefix(n);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return taken;
}

// Errors are reasons ("not a duration"): whoever asks names the value and where it was given.
Error no_duration() { return usage_error("not a duration", "Write a number and a unit: 500ms, 90s, 15m, 1h30m, 7days, 2weeks"); }

std::string_view forms(Direction direction) {
  if (direction == Direction::past) return "yesterday, 7days, '2h ago'";
  if (direction == Direction::future) return "tomorrow, 30days, 'in 2h'";
  return "yesterday, tomorrow, '2h ago', 'in 2h'";
}

Error no_time(Direction direction) {
  return usage_error("not a time", "Forms: 2026-11-23, 2026-11-23T10:00:00Z, now, today, " + std::string(forms(direction)));
}

Error no_unit(std::string_view number) {
  const std::string n(number);
  return usage_error("a number needs a unit", "Write " + n + "s, " + n + "m, " + n + "h or " + n + "days");
}

Error too_large() { return usage_error("too large for a duration", "The largest is about 290 million years."); }

std::optional<std::int64_t> number(std::string_view digits) {
  std::int64_t value = 0;
  for (const char c : digits)
    if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, c - '0', &value)) return {};
  return value;
}

// "2026-11-23", or nothing; the day's existence is checked.
Result<UnixMs> parse_date(std::string_view& text, Direction direction) {
  const auto date = detail::calendar_date(text);
  if (!date) return no_time(direction);
  if (!date->ok()) return usage_error(date->month().ok() ? "day out of range" : "month out of range", "Write YYYY-MM-DD");
  return std::chrono::sys_days(*date).time_since_epoch().count() * day;
}

// "T10:00:00.5+02:00" or "T10:00" to milliseconds after midnight UTC of the date before it.
Result<std::int64_t> parse_clock(std::string_view text, Direction direction) {
  using detail::fixed_digits;
  if (!detail::skip_one(text, "Tt ")) return no_time(direction);
  const auto hours = fixed_digits(text, 2);
  if (!hours || !detail::skip_one(text, ":")) return no_time(direction);
  const auto minutes = fixed_digits(text, 2);
  if (!minutes) return no_time(direction);
  std::optional<int> seconds = 0, ms = 0;
  if (detail::skip_one(text, ":")) {
    seconds = fixed_digits(text, 2);
    ms = detail::second_fraction(text);
  }
  if (!seconds || !ms) return no_time(direction);
  // No zone means UTC, as everywhere in chitty.
  const auto zone = text.empty() ? std::optional<std::int64_t>(0) : detail::zone_offset(text);
  if (!zone || !text.empty()) return no_time(direction);
  const char* out = *hours > 23 ? "hour out of range" : *minutes > 59 ? "minute out of range"
                                                    : *seconds > 59   ? "second out of range"
                                                                      : nullptr;
  if (out) return usage_error(out, "Hours go to 23, minutes and seconds to 59.");
  return *hours * hour + *minutes * minute + *seconds * second + *ms - *zone;
}

Result<UnixMs> within_calendar(std::optional<UnixMs> time) {
  if (!time || *time < first_time || *time > last_time)
    return usage_error("outside the years 0000 to 9999");
  return *time;
}

UnixMs midnight(UnixMs time) { return std::chrono::floor<std::chrono::days>(milliseconds(time)).count() * day; }

constexpr std::int64_t clock_skew = minute;

// With the time that it is, for it is UTC's: that is often why a date of today is in the future.
Result<UnixMs> on_its_side(UnixMs time, UnixMs now, Direction direction) {
  const auto hint = [&](const char* side) {
    return "Write a time in the " + std::string(side) + ", such as " + std::string(forms(direction)) + "; it is now " +
           rfc3339(now).substr(0, 19) + "Z";
  };
  if (direction == Direction::past && time > now + clock_skew) return usage_error("it is in the future", hint("past"));
  // Due today is due until the day ends.
  const bool whole_day = time % day == 0;
  if (direction == Direction::future && time < (whole_day ? midnight(now) : now - clock_skew))
    return usage_error("it is in the past", hint("future"));
  return time;
}

Result<UnixMs> time_of(std::string_view text, UnixMs now, Direction direction) {
  const auto written = trim(text);
  const std::string word = lower(written);
  if (word == "now") return now;
  if (word == "today") return midnight(now);
  if (word == "yesterday") return midnight(now) - day;
  if (word == "tomorrow") return midnight(now) + day;

  std::string_view left = word;
  if (left.size() > 4 && std::all_of(left.begin(), left.begin() + 4, is_digit) && left[4] == '-') {
    const auto date = parse_date(left, direction);
    if (!date) return date.error();
    if (left.empty()) return *date;
    const auto clock = parse_clock(left, direction);
    if (!clock) return clock.error();
    return within_calendar(*date + *clock);
  }

  const bool in = left.substr(0, 3) == "in ";
  if (in) left.remove_prefix(3);
  const bool ago = !in && left.size() > 4 && left.substr(left.size() - 4) == " ago";
  if (ago) left.remove_suffix(4);
  const bool ahead = in || (!ago && direction == Direction::future);
  if (left.empty() || !is_digit(left.front())) return no_time(direction);
  // As it was written: 'M' is no 'm'.
  const auto distance = parse_duration(written.substr(static_cast<std::size_t>(left.data() - word.data()), left.size()));
  if (!distance) return distance.error();
  if (direction == Direction::any && !in && !ago)
    return usage_error("it could lie before or after now", "Write '" + std::string(written) + " ago' or 'in " + std::string(written) + "'");
  UnixMs time = 0;
  const bool overflow = ahead ? __builtin_add_overflow(now, distance->count(), &time)
                              : __builtin_sub_overflow(now, distance->count(), &time);
  return within_calendar(overflow ? std::nullopt : std::optional(time));
}

}  // namespace

UnixMs now_ms() {
  return std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Result<milliseconds> parse_duration(std::string_view text) {
  std::string_view left = trim(text);
  if (left.empty()) return no_duration();
  std::int64_t sum = 0;
  while (!left.empty()) {
    const auto digits = take(left, is_digit);
    const auto written = take(left, is_letter);
    const auto word = lower(written);
    if (digits.empty()) return no_duration();
    if (written == "M")  // a month to many, a minute to us
      return usage_error("'M' could be minutes or months", "Write " + std::string(digits) + "m for minutes, or days for months: 30days");
    if (word.empty()) return left.empty() ? no_unit(digits) : no_duration();
    if (word == "month" || word == "months" || word == "year" || word == "years" || word == "y")
      return usage_error("months and years vary in length", "Write days: 30days, 365days");
    const auto* unit = std::find_if(std::begin(units), std::end(units), [&](const Unit& u) { return u.word == word; });
    if (unit == std::end(units)) return no_duration();
    const auto count = number(digits);
    std::int64_t ms = 0;
    if (!count || __builtin_mul_overflow(*count, unit->ms, &ms) || __builtin_add_overflow(sum, ms, &sum))
      return too_large();
  }
  return milliseconds(sum);
}

std::string as_duration(milliseconds duration) {
  constexpr std::pair<const char*, std::int64_t> largest_first[] = {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1000}};
  for (const auto& [unit, ms] : largest_first)
    if (duration.count() % ms == 0 && duration.count() != 0) return std::to_string(duration.count() / ms) + unit;
  return std::to_string(duration.count()) + "ms";
}

Result<UnixMs> parse_time(std::string_view text, UnixMs now, Direction direction) {
  const auto time = time_of(text, now, direction);
  return time ? on_its_side(*time, now, direction) : time;
}

}  // namespace chitty::host
