#include <cstdio>

#include "date_at.hpp"
#include "finders.hpp"
#include "scan.hpp"
#include "sentence.hpp"
#include "written.hpp"

namespace chittycases::find {

std::string written(std::chrono::year_month_day day) {
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year()) % 10000, static_cast<unsigned>(day.month()) % 100, static_cast<unsigned>(day.day()) % 100);
  return text;
}

boost::json::object value_of(const WrittenDay& day) {
  if (!day.year_given) {
    char text[16];
    std::snprintf(text, sizeof text, "--%02u-%02u", static_cast<unsigned>(day.yearless->month()) % 100, static_cast<unsigned>(day.yearless->day()) % 100);
    return {{"date", nullptr}, {"monthDay", text}, {"note", "The year is not said."}};
  }
  if (day.days.size() == 1) return {{"date", written(day.days.front())}};
  boost::json::array either;
  for (const auto& one : day.days) either.emplace_back(written(one));
  return {{"date", written(day.days.front())}, {"candidates", std::move(either)}, {"note", "Read month first; it may be day first."}};
}

void find_dates(const Plain& plain, std::vector<Finding>& found) {
  const auto text = plain.text();
  for (std::size_t at = 0; at < text.size();) {
    if (!is_word(text[at]) || !begins_word(text, at) || (at > 0 && is_digit(text[at]) && (text[at - 1] == '/' || text[at - 1] == '.' || text[at - 1] == '$'))) {
      ++at;
      continue;
    }
    if (const auto day = day_at(text, at)) {
      auto value = value_of(*day);
      value["context"] = sentence_around(text, at, day->end);
      found.push_back(plain.found("date", at, day->end, std::move(value)));
      at = day->end;
      continue;
    }
    while (at < text.size() && is_word(text[at])) ++at;
  }
}

}  // namespace chittycases::find
