#include <chitty/time.hpp>

namespace chitty {

namespace {

// `value`, not negative, as exactly `count` digits from `to` on; behind them.
char* put_digits(char* to, int value, int count) {
  for (int place = count; place-- > 0; value /= 10) to[place] = static_cast<char>('0' + value % 10);
  return to + count;
}

}  // namespace

std::string rfc3339(std::int64_t ms) {
  using namespace std::chrono;
  const auto day = floor<days>(milliseconds(ms));
  const year_month_day date{sys_days(day)};
  const auto in_day = static_cast<int>(ms - duration_cast<milliseconds>(day).count());
  const struct {
    int value, digits;
    char after;
  } parts[] = {{static_cast<int>(date.year()), 4, '-'},
               {static_cast<int>(static_cast<unsigned>(date.month())), 2, '-'},
               {static_cast<int>(static_cast<unsigned>(date.day())), 2, 'T'},
               {in_day / 3'600'000, 2, ':'},
               {in_day / 60'000 % 60, 2, ':'},
               {in_day / 1000 % 60, 2, '.'},
               {in_day % 1000, 3, 'Z'}};
  char text[24], *end = text;
  for (const auto& part : parts) end = put_digits(end, part.value, part.digits), *end++ = part.after;
  return std::string(text, end);
}

namespace detail {

bool skip_one(std::string_view& text, std::string_view one_of) {
  if (text.empty() || one_of.find(text.front()) == one_of.npos) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<int> fixed_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return {};
  int value = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return {};
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

std::optional<std::chrono::year_month_day> calendar_date(std::string_view& text) {
  const auto year = fixed_digits(text, 4);
  if (!year || !skip_one(text, "-")) return {};
  const auto month = fixed_digits(text, 2);
  if (!month || !skip_one(text, "-")) return {};
  const auto day = fixed_digits(text, 2);
  if (!day) return {};
  return std::chrono::year_month_day{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                     std::chrono::day(static_cast<unsigned>(*day))};
}

std::optional<int> second_fraction(std::string_view& text) {
  if (!skip_one(text, ".")) return 0;
  int ms = 0, place = 100;
  const auto before = text.size();
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), place /= 10)
    ms += (text.front() - '0') * place;
  return text.size() < before ? std::optional(ms) : std::nullopt;
}

std::optional<std::int64_t> zone_offset(std::string_view& text) {
  if (skip_one(text, "Zz")) return 0;
  const std::int64_t side = !text.empty() && text.front() == '-' ? -1 : 1;
  if (!skip_one(text, "+-")) return {};
  const auto hours = fixed_digits(text, 2);
  if (!hours || !skip_one(text, ":")) return {};
  const auto minutes = fixed_digits(text, 2);
  if (!minutes || *hours > 23 || *minutes > 59) return {};
  return side * (*hours * 60 + *minutes) * std::int64_t{60'000};
}

}  // namespace detail

std::optional<std::int64_t> parse_rfc3339(std::string_view text) {
  const auto date = detail::calendar_date(text);
  if (!date || !date->ok() || !detail::skip_one(text, "Tt")) return {};
  const auto hours = detail::fixed_digits(text, 2);
  if (!hours || !detail::skip_one(text, ":")) return {};
  const auto minutes = detail::fixed_digits(text, 2);
  if (!minutes || !detail::skip_one(text, ":")) return {};
  const auto seconds = detail::fixed_digits(text, 2);
  const auto ms = seconds ? detail::second_fraction(text) : std::nullopt;
  const auto zone = ms ? detail::zone_offset(text) : std::nullopt;
  if (!zone || !text.empty() || *hours > 23 || *minutes > 59 || *seconds > 60) return {};  // 60: a leap second
  const std::int64_t day = std::chrono::sys_days(*date).time_since_epoch().count();
  return (((day * 24 + *hours) * 60 + *minutes) * 60 + *seconds) * 1000 + *ms - *zone;
}

}  // namespace chitty
