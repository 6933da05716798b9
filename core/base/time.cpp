#include "base/time.hpp"

#include <cstdio>

#include "base/text.hpp"
#include "base/time_pieces.hpp"

namespace chitty {

using namespace time_pieces;

namespace {

using std::chrono::milliseconds;

// RFC 3339 has four digits for a year.
constexpr UnixMs first_time = -62167219200000;  // 0000-01-01T00:00:00Z
constexpr UnixMs last_time = 253402300799999;   // 9999-12-31T23:59:59.999Z

Error no_time(std::string_view text) {
  return usage_error("'" + std::string(text) + "' is no time.",
                     "Write it as 2026-11-23, 2026-11-23T10:00:00Z, now, today, yesterday, 7days (ago) or 'in 2h'.");
}

// Exactly `n` digits off the front, or nothing and the text as it was.
std::optional<int> fixed(std::string_view& text, std::size_t n) {
  if (text.size() < n || !std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(n), is_digit)) return {};
  const auto value = number(text.substr(0, n));
  text.remove_prefix(n);
  return static_cast<int>(*value);
}

bool skip(std::string_view& text, std::string_view one_of) {
  if (text.empty() || one_of.find(text.front()) == one_of.npos) return false;
  text.remove_prefix(1);
  return true;
}

// "2026-11-23", or nothing; the day's existence is checked.
Result<UnixMs> parse_date(std::string_view& text, std::string_view whole) {
  const auto year = fixed(text, 4);
  if (!year || !skip(text, "-")) return no_time(whole);
  const auto month = fixed(text, 2);
  if (!month || !skip(text, "-")) return no_time(whole);
  const auto day_of_month = fixed(text, 2);
  if (!day_of_month) return no_time(whole);
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day_of_month))};
  if (!date.ok())
    return usage_error("'" + std::string(whole) + "' names a day that does not exist.",
                       "Check the month and the day: YYYY-MM-DD.");
  return std::chrono::sys_days(date).time_since_epoch().count() * day;
}

// ".123456" to milliseconds; finer digits are dropped.
std::optional<std::int64_t> fraction(std::string_view& text) {
  if (!skip(text, ".")) return 0;
  std::int64_t ms = 0, place = 100;
  std::size_t n = 0;
  for (; n < text.size() && is_digit(text[n]); ++n, place /= 10) ms += (text[n] - '0') * place;
  text.remove_prefix(n);
  return n ? std::optional(ms) : std::nullopt;
}

// "Z", "+02:00"; nothing means UTC, as everywhere in chitty.
std::optional<std::int64_t> offset(std::string_view& text) {
  if (text.empty() || skip(text, "Zz")) return 0;
  const bool west = text.front() == '-';
  if (!skip(text, "+-")) return {};
  const auto hours = fixed(text, 2);
  if (!hours || !skip(text, ":")) return {};
  const auto minutes = fixed(text, 2);
  if (!minutes || *hours > 23 || *minutes > 59) return {};
  return (*hours * hour + *minutes * minute) * (west ? -1 : 1);
}

// "T10:00:00.5+02:00" or "T10:00" to milliseconds after midnight UTC of the date before it.
Result<std::int64_t> parse_clock(std::string_view text, std::string_view whole) {
  if (!skip(text, "Tt ")) return no_time(whole);
  const auto hours = fixed(text, 2);
  if (!hours || !skip(text, ":")) return no_time(whole);
  const auto minutes = fixed(text, 2);
  if (!minutes) return no_time(whole);
  std::optional<int> seconds = 0;
  std::optional<std::int64_t> ms = 0;
  if (skip(text, ":")) seconds = fixed(text, 2), ms = fraction(text);
  if (!seconds || !ms) return no_time(whole);
  const auto zone = offset(text);
  if (!zone || !text.empty()) return no_time(whole);
  if (*hours > 23 || *minutes > 59 || *seconds > 59)
    return usage_error("'" + std::string(whole) + "' names a time of day that does not exist.",
                       "Hours go to 23, minutes and seconds to 59.");
  return *hours * hour + *minutes * minute + *seconds * second + *ms - *zone;
}

Result<UnixMs> within_calendar(std::optional<UnixMs> time, std::string_view whole) {
  if (!time || *time < first_time || *time > last_time)
    return usage_error("'" + std::string(whole) + "' is outside the years 0000 to 9999.", "Write a nearer time.");
  return *time;
}

UnixMs midnight(UnixMs time) { return std::chrono::floor<std::chrono::days>(milliseconds(time)).count() * day; }

}  // namespace

UnixMs now_ms() {
  return std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string rfc3339(UnixMs time) {
  const std::chrono::sys_days date(std::chrono::floor<std::chrono::days>(milliseconds(time)));
  const std::chrono::year_month_day ymd(date);
  const std::int64_t rest = time - date.time_since_epoch().count() * day;
  char out[48];
  int n =
      std::snprintf(out, sizeof out, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(ymd.year()),
                    static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()), static_cast<int>(rest / hour),
                    static_cast<int>(rest / minute % 60), static_cast<int>(rest / second % 60));
  if (rest % second)
    n += std::snprintf(out + n, sizeof out - static_cast<std::size_t>(n), ".%03d", static_cast<int>(rest % second));
  return std::string(out, static_cast<std::size_t>(n)) + "Z";
}

Result<UnixMs> parse_time(std::string_view text, UnixMs now) {
  const std::string word = lower(trim(text));
  if (word == "now") return now;
  if (word == "today") return midnight(now);
  if (word == "yesterday") return midnight(now) - day;
  if (word == "tomorrow") return midnight(now) + day;

  std::string_view left = word;
  if (left.size() > 4 && std::all_of(left.begin(), left.begin() + 4, is_digit) && left[4] == '-') {
    const auto date = parse_date(left, text);
    if (!date) return date.error();
    if (left.empty()) return *date;
    const auto clock = parse_clock(left, text);
    if (!clock) return clock.error();
    return within_calendar(*date + *clock, text);
  }

  const bool ahead = left.substr(0, 3) == "in ";
  if (ahead) left.remove_prefix(3);
  const bool ago = !ahead && left.size() > 4 && left.substr(left.size() - 4) == " ago";
  if (ago) left.remove_suffix(4);
  if (left.empty() || !is_digit(left.front())) return no_time(text);
  const auto distance = parse_duration(left);
  if (!distance) return distance.error();
  UnixMs time = 0;
  const bool overflow = ahead ? __builtin_add_overflow(now, distance->count(), &time)
                              : __builtin_sub_overflow(now, distance->count(), &time);
  return within_calendar(overflow ? std::nullopt : std::optional(time), text);
}

}  // namespace chitty
