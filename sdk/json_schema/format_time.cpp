// RFC 3339 and its durations.
#include "format.hpp"

namespace chitty::json_schema::formats {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes `size` digits off the front; -1 where they are not there.
int take_number(std::string_view& text, std::size_t size) {
  if (text.size() < size) return -1;
  int value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    if (!is_digit(text[i])) return -1;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(size);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

int days_in(int year, int month) {
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (month == 2) return leap ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// 3Y2M1D: each unit at most once, in the order of `units`, and none left out between two. False: none, or not so, and then
// nothing is left of the text.
bool take_units(std::string_view& text, std::string_view units) {
  bool any = false;
  while (!text.empty() && is_digit(text.front())) {
    while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
    const auto unit = text.empty() ? units.npos : units.find(text.front());
    if (unit == units.npos || (any && unit != 0)) {
      text = {};
      return false;
    }
    text.remove_prefix(1);
    units.remove_prefix(unit + 1);
    any = true;
  }
  return any;
}

}  // namespace

bool date(std::string_view text) {
  const int year = take_number(text, 4);
  if (year < 0 || !take(text, '-')) return false;
  const int month = take_number(text, 2);
  if (month < 1 || month > 12 || !take(text, '-')) return false;
  const int day = take_number(text, 2);
  return day >= 1 && day <= days_in(year, month) && text.empty();
}

bool time(std::string_view text) {
  const int hour = take_number(text, 2);
  if (hour < 0 || hour > 23 || !take(text, ':')) return false;
  const int minute = take_number(text, 2);
  if (minute < 0 || minute > 59 || !take(text, ':')) return false;
  const int second = take_number(text, 2);
  if (second < 0 || second > 60) return false;
  if (take(text, '.')) {
    if (text.empty() || !is_digit(text.front())) return false;
    while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
  }
  int offset = 0;  // minutes
  if (!take(text, 'Z') && !take(text, 'z')) {
    const int side = take(text, '+') ? 1 : take(text, '-') ? -1
                                                           : 0;
    const int hours = take_number(text, 2);
    if (side == 0 || hours < 0 || hours > 23 || !take(text, ':')) return false;
    const int minutes = take_number(text, 2);
    if (minutes < 0 || minutes > 59) return false;
    offset = side * (hours * 60 + minutes);
  }
  // A leap second is the last of a day in UTC.
  const int utc = (hour * 60 + minute - offset + 2 * 1440) % 1440;
  return text.empty() && (second < 60 || utc == 1439);
}

bool date_time(std::string_view text) {
  return text.size() > 11 && (text[10] == 'T' || text[10] == 't') && date(text.substr(0, 10)) && time(text.substr(11));
}

bool duration(std::string_view text) {
  if (!take(text, 'P')) return false;
  auto weeks = text;
  if (take_units(weeks, "W") && weeks.empty()) return true;
  const bool days = take_units(text, "YMD");
  if (text.empty()) return days;
  return take(text, 'T') && take_units(text, "HMS") && text.empty();
}

}  // namespace chitty::json_schema::formats
