// How a court counts time, as data (rules.json): which days are holidays, what is added for how something was served, which deadlines the
// rules themselves set. Any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chittycases::rules {

using Day = std::chrono::sys_days;

struct Holiday {
  std::string name;
  unsigned month = 0, day = 0;        // a day of each year
  std::optional<unsigned> weekday{};  // or its nth of a month (0: Sunday); -1: the last
  int nth = 0;
  std::optional<int> easter{};  // or so many days after Easter Sunday
  int from = 0;                 // first year
};

struct Extra {
  std::string served_by;
  int days = 0;
  std::string why;
};

struct SetDeadline {
  std::string action, unit, direction, trigger, rule;
  int count = 0;
};

struct RuleSet {
  std::string id, name, version, source;
  std::vector<std::string> jurisdictions;
  std::string first, every, last, back, until;         // what the rule says of each
  bool saturday_before = false, sunday_after = false;  // a holiday on a Saturday is kept on Friday, on a Sunday on Monday
  std::vector<Extra> added, completed;                 // days behind the period; days until service counts as done
  std::vector<std::string> notes;
  std::vector<Holiday> holidays;
  std::vector<SetDeadline> deadlines;

  // The holiday on that day, with "(observed)" where it is kept then; empty if it is none.
  std::string holiday_on(Day day) const;
  // "Saturday", "Sunday", a holiday's name; empty on a day when courts work.
  std::string closed_on(Day day) const;
};

const std::vector<RuleSet>& rule_sets();
// By its ID; null if there is none.
const RuleSet* rule_set(std::string_view id);
// That of a jurisdiction such as ILLINOIS-COOK; null if there is none: never one by default.
const RuleSet* rule_set_of(std::string_view jurisdiction);

std::string_view weekday_name(Day day);
Day easter_of(int year);

}  // namespace chittycases::rules
