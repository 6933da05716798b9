// Stretches of time by which events are counted: an hour, a day, a week (from Monday), a month, in UTC.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chittychronicle {

enum class Period {
  hour,
  day,
  week,
  month
};

// None for any other word.
std::optional<Period> period_of(std::string_view word);

// The expression in SQL by which rows are grouped; of a week it is the day.
std::string_view period_column(Period period);

// When the period begins that `group`, a value of that expression, lies in: "2026-11-23T14:00:00.000Z".
std::string start_of(Period period, std::string_view group);

}  // namespace chittychronicle
