#include "period.hpp"

#include <chitty/time.hpp>

namespace chittychronicle {

namespace {

// The Monday of the week of a day, "2026-11-23".
std::string monday_of(std::string_view day) {
  using namespace std::chrono;
  const auto date = chitty::detail::calendar_date(day);
  if (!date || !date->ok()) return std::string(day);
  const sys_days at(*date);
  const auto monday = at - (weekday(at) - Monday);
  return chitty::rfc3339(duration_cast<milliseconds>(monday.time_since_epoch()).count()).substr(0, 10);
}

}  // namespace

std::optional<Period> period_of(std::string_view word) {
  if (word == "hour") return Period::hour;
  if (word == "day") return Period::day;
  if (word == "week") return Period::week;
  if (word == "month") return Period::month;
  return std::nullopt;
}

std::string_view period_column(Period period) {
  constexpr std::string_view columns[] = {"substr(timestamp, 1, 13)", "substr(timestamp, 1, 10)", "substr(timestamp, 1, 10)", "substr(timestamp, 1, 7)"};
  return columns[static_cast<int>(period)];
}

std::string start_of(Period period, std::string_view group) {
  switch (period) {
    case Period::hour: return std::string(group) + ":00:00.000Z";
    case Period::day: return std::string(group) + "T00:00:00.000Z";
    case Period::week: return monday_of(group) + "T00:00:00.000Z";
    case Period::month: return std::string(group) + "-01T00:00:00.000Z";
  }
  return std::string(group);
}

}  // namespace chittychronicle
