// A period, counted by a court's rules, with each day that was looked at. Any thread.
#pragma once

#include <optional>

#include "rule_set.hpp"

namespace chittycases::rules {

struct Period {
  int count = 0;
  std::string unit = "days";  // days, business days, weeks, months, years
  bool before = false;
  std::string served_by{};  // personal, electronic, mail, clerk, other; empty: it does not matter
};

struct Step {
  Day day;
  std::optional<int> count;  // nothing: it was not counted
  std::string why;
};

struct Counted {
  Day day;
  std::vector<Step> steps;
  std::vector<std::string> notes;  // the rules that decided, and what was not taken into account
};

Counted count(const RuleSet& rules, Day event, const Period& period);

std::optional<Day> day_of(std::string_view text);  // "2026-11-29"
std::string text_of(Day day);

}  // namespace chittycases::rules
