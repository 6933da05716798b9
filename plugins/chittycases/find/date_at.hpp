// A day as it is written in a text.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

namespace chittycases::find {

struct WrittenDay {
  std::size_t end = 0;                            // behind it
  std::vector<std::chrono::year_month_day> days;  // which it may be: one, or two where "02/03/2024" may be either
  bool year_given = true;
  std::optional<std::chrono::month_day> yearless;  // where it has no year
};

// The day that begins at `at`: "March 3, 2026", "3 Mar. 2026", "the 3rd day of March, 2026", "2026-03-03", "3/3/2026". None if none does.
std::optional<WrittenDay> day_at(std::string_view text, std::size_t at);

}  // namespace chittycases::find
