#include "rule_set.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <chitty/members.hpp>

#include "rules_text.hpp"

namespace chittycases::rules {

using namespace chitty;

namespace {

constexpr std::array<std::string_view, 7> weekdays{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

int number_in(const json::object& from, std::string_view name, int other = 0) {
  const auto* value = from.if_contains(name);
  return value && value->is_int64() ? static_cast<int>(value->get_int64()) : other;
}

Holiday holiday_of(const json::object& from) {
  Holiday holiday{text_in(from, "name"), static_cast<unsigned>(number_in(from, "month")), static_cast<unsigned>(number_in(from, "day")), std::nullopt, number_in(from, "nth"), std::nullopt, number_in(from, "from")};
  auto weekday = text_in(from, "weekday");
  if (!weekday.empty()) {
    weekday.front() = static_cast<char>(weekday.front() - 'a' + 'A');
    holiday.weekday = static_cast<unsigned>(std::find(weekdays.begin(), weekdays.end(), weekday) - weekdays.begin());
  }
  if (from.contains("easter")) holiday.easter = number_in(from, "easter");
  return holiday;
}

std::vector<Extra> extras_of(const json::object& set, std::string_view name) {
  std::vector<Extra> all;
  if (const auto* extras = set.if_contains(name))
    for (const auto& [way, extra] : extras->as_object()) all.push_back({std::string(way), number_in(extra.as_object(), "days"), text_in(extra, "why")});
  return all;
}

std::vector<std::string> texts_of(const json::object& set, std::string_view name) {
  std::vector<std::string> all;
  for (const auto& text : set.at(name).as_array()) all.emplace_back(text.as_string());
  return all;
}

RuleSet set_of(const json::object& from) {
  RuleSet set;
  set.id = text_in(from, "id"), set.name = text_in(from, "name"), set.version = text_in(from, "version"), set.source = text_in(from, "source");
  set.jurisdictions = texts_of(from, "jurisdictions"), set.notes = texts_of(from, "notes");
  set.first = text_in(from, "first"), set.every = text_in(from, "every"), set.last = text_in(from, "last"), set.back = text_in(from, "back"), set.until = text_in(from, "until");
  set.saturday_before = text_in(from, "saturdayObserved") == "friday";
  set.sunday_after = from.at("sundayObserved").as_bool();
  set.added = extras_of(from, "added"), set.completed = extras_of(from, "completed");
  for (const auto& holiday : from.at("holidays").as_array()) set.holidays.push_back(holiday_of(holiday.as_object()));
  for (const auto& one : from.at("deadlines").as_array()) {
    const auto& deadline = one.as_object();
    set.deadlines.push_back({text_in(deadline, "action"), text_in(deadline, "unit"), text_in(deadline, "direction"), text_in(deadline, "trigger"), text_in(deadline, "rule"), number_in(deadline, "count")});
  }
  return set;
}

Day day_in(const Holiday& holiday, int year) {
  namespace c = std::chrono;
  const auto month = c::year(year) / c::month(holiday.month);
  if (holiday.easter) return easter_of(year) + c::days(*holiday.easter);
  if (!holiday.weekday) return month / c::day(holiday.day);
  if (holiday.nth < 0) return month / c::weekday(*holiday.weekday)[c::last];
  return month / c::weekday(*holiday.weekday)[static_cast<unsigned>(holiday.nth)];
}

}  // namespace

// The algorithm of Meeus, Jones and Butcher.
Day easter_of(int year) {
  const int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
  const int month = (h + l - 7 * m + 114) / 31, day = (h + l - 7 * m + 114) % 31 + 1;
  return std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month)) / std::chrono::day(static_cast<unsigned>(day));
}

std::string_view weekday_name(Day day) { return weekdays[std::chrono::weekday(day).c_encoding()]; }

std::string RuleSet::holiday_on(Day day) const {
  using std::chrono::days;
  const auto year = static_cast<int>(std::chrono::year_month_day(day).year());
  for (const auto& holiday : holidays)
    for (const int of : {year, year + 1}) {  // New Year's Day may be kept on 31 December
      if (of < holiday.from) continue;
      const auto itself = day_in(holiday, of);
      if (itself == day) return holiday.name;
      const auto weekday = std::chrono::weekday(itself).c_encoding();
      if ((saturday_before && weekday == 6 && itself - days(1) == day) || (sunday_after && weekday == 0 && itself + days(1) == day)) return holiday.name + " (observed)";
    }
  return {};
}

std::string RuleSet::closed_on(Day day) const {
  if (auto holiday = holiday_on(day); !holiday.empty()) return holiday;
  const auto weekday = std::chrono::weekday(day).c_encoding();
  return weekday == 0 || weekday == 6 ? std::string(weekdays[weekday]) : std::string();
}

const std::vector<RuleSet>& rule_sets() {
  static const auto all = [] {
    std::vector<RuleSet> sets;
    const auto data = json::parse(rules_text());
    for (const auto& set : data.as_array()) sets.push_back(set_of(set.as_object()));
    return sets;
  }();
  return all;
}

const RuleSet* rule_set(std::string_view id) {
  const auto& all = rule_sets();
  const auto found = std::find_if(all.begin(), all.end(), [&](const RuleSet& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

const RuleSet* rule_set_of(std::string_view jurisdiction) {
  std::string upper(jurisdiction);
  for (auto& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  for (const auto& set : rule_sets())
    for (const auto& name : set.jurisdictions)
      if (upper.starts_with(name)) return &set;
  return nullptr;
}

}  // namespace chittycases::rules
