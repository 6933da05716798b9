#include "rate.hpp"

#include <array>
#include <charconv>

namespace chittygateway {

using namespace chitty;

namespace {

constexpr std::int64_t second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour, week = 7 * day;
constexpr std::int64_t most_requests = 1'000'000'000, longest = 31 * day;

struct Unit {
  std::string_view word;
  std::int64_t ms;
};
// The first word of a length is the one that is shown.
constexpr std::array units{Unit{"week", week}, Unit{"weeks", week}, Unit{"w", week}, Unit{"day", day}, Unit{"days", day}, Unit{"d", day},
                           Unit{"hour", hour}, Unit{"hours", hour}, Unit{"h", hour}, Unit{"min", minute}, Unit{"minute", minute},
                           Unit{"minutes", minute}, Unit{"s", second}, Unit{"sec", second}, Unit{"second", second}, Unit{"seconds", second}};

Error wrong(std::string_view text, const std::string& why) {
  return make_error(Code::invalid_argument, "invalid rate '" + std::string(text.substr(0, 64)) + "': " + why,
                    "Write requests and a period (s, min, hour, day, week, or several of one): 1000req/hour, 50req/s, 100req/10s");
}

// Digits at the front, taken off; 0 when there are none, or too many.
std::int64_t take_number(std::string_view& text) {
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc()) return 0;
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  return value;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

std::string Rate::text() const {
  for (const auto& [word, ms] : units)
    if (period_ms % ms == 0)
      return std::to_string(requests) + "req/" + (period_ms == ms ? "" : std::to_string(period_ms / ms)) + std::string(word);
  return std::to_string(requests) + "req/" + std::to_string(period_ms) + "ms";
}

Result<Rate> rate_of(std::string_view text) {
  std::string_view left = trimmed(text);
  if (left.empty() || left.front() < '0' || left.front() > '9') return wrong(text, "expected a number of requests first");
  Rate rate;
  rate.requests = take_number(left);
  if (rate.requests < 1 || rate.requests > most_requests) return wrong(text, "the number of requests must be from 1 to " + std::to_string(most_requests));
  const auto slash = left.find('/');
  if (slash == left.npos) return wrong(text, "expected '/' and a period");
  const auto what = trimmed(left.substr(0, slash));
  if (!what.empty() && what != "req" && what != "requests" && what != "request" && what != "reqs")
    return wrong(text, "only requests are counted, not '" + std::string(what) + "'");
  left = trimmed(left.substr(slash + 1));
  const bool several = !left.empty() && left.front() >= '0' && left.front() <= '9';
  const auto count = several ? take_number(left) : 1;
  left = trimmed(left);
  for (const auto& [word, ms] : units)
    if (left == word) rate.period_ms = count > 0 && count <= longest / ms ? count * ms : -1;
  if (rate.period_ms == 0) return wrong(text, "unknown period '" + std::string(left) + "'");
  if (rate.period_ms < 0) return wrong(text, "a period must be from 1s to 31 days");
  if (rate.requests / rate.period_ms >= 1000) return wrong(text, "more than a million requests a second are not counted");
  return rate;
}

}  // namespace chittygateway
