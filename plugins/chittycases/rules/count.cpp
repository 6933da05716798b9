#include "count.hpp"

#include <algorithm>
#include <chitty/time.hpp>
#include <cstdio>

namespace chittycases::rules {

namespace {

namespace c = std::chrono;

class Counting {
 public:
  Counting(const RuleSet& rules, bool before) : rules_(rules), step_(before ? -1 : 1) {}

  void begin(Day event, std::string why) {
    day_ = event;
    done.steps.push_back({event, std::nullopt, std::move(why)});
  }
  // Every day, or every day when courts work.
  void days(int number, bool business) {
    for (int counted = 0; counted < number;) {
      day_ += c::days(step_);
      const auto closed = rules_.closed_on(day_);
      const bool counts = !business || closed.empty();
      if (counts) ++counted;
      done.steps.push_back({day_, counts ? std::optional(counted) : std::nullopt, closed});
    }
  }
  void months(int number) {
    const c::year_month_day from{day_};
    auto to = from + c::months(number * step_);
    std::string why = "the same day of the month";
    if (!to.ok()) to = to.year() / to.month() / c::last, why = "the last day of the month, which has no day of that number";
    day_ = to;
    done.steps.push_back({day_, std::nullopt, why});
  }
  // On to a day when courts work.
  bool roll() {
    bool rolled = false;
    for (auto closed = rules_.closed_on(day_); !closed.empty(); closed = rules_.closed_on(day_)) {
      day_ += c::days(step_);
      rolled = true;
      const auto next = rules_.closed_on(day_);
      done.steps.push_back({day_, std::nullopt, next.empty() ? "the next day on which courts work, as the last one is a " + (is_weekend(closed) ? closed : "holiday (" + closed + ")") : next});
    }
    return rolled;
  }
  Day day() const { return day_; }

  Counted done{};

 private:
  static bool is_weekend(const std::string& name) { return name == "Saturday" || name == "Sunday"; }
  const RuleSet& rules_;
  int step_;
  Day day_{};
};

const Extra* extra_for(const std::vector<Extra>& all, const std::string& served_by) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Extra& one) { return one.served_by == served_by; });
  return found == all.end() || served_by.empty() ? nullptr : &*found;
}

}  // namespace

Counted count(const RuleSet& rules, Day event, const Period& period) {
  Counting counting(rules, period.before);
  auto& notes = counting.done.notes;
  const auto* completed = period.before ? nullptr : extra_for(rules.completed, period.served_by);
  if (completed) {
    counting.done.steps.push_back({event, std::nullopt, "sent"});
    event += c::days(completed->days);
    notes.push_back(completed->why);
  }
  counting.begin(event, "the day of the event, which is not counted");
  notes.push_back(rules.first);
  if (period.unit == "months" || period.unit == "years") counting.months(period.count * (period.unit == "years" ? 12 : 1));
  else counting.days(period.count * (period.unit == "weeks" ? 7 : 1), period.unit == "business days");
  notes.push_back(period.unit == "business days" ? "The document itself says business days: others are not counted" : rules.every);
  if (counting.roll()) notes.push_back(period.before ? rules.back : rules.last);
  if (const auto* added = period.before ? nullptr : extra_for(rules.added, period.served_by)) {
    counting.days(added->days, false);
    notes.push_back(added->why);
    if (counting.roll()) notes.push_back(rules.last);
  }
  notes.push_back(rules.until);
  notes.insert(notes.end(), rules.notes.begin(), rules.notes.end());
  counting.done.day = counting.day();
  return std::move(counting.done);
}

std::optional<Day> day_of(std::string_view text) {
  const auto date = chitty::detail::calendar_date(text);
  if (!date || !date->ok() || !text.empty()) return std::nullopt;
  return Day(*date);
}

std::string text_of(Day day) {
  const c::year_month_day date{day};
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()) % 10000, static_cast<unsigned>(date.month()) % 100, static_cast<unsigned>(date.day()) % 100);
  return text;
}

}  // namespace chittycases::rules
