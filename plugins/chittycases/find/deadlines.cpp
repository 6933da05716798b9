// What must be done by when: "within 21 days after service", "no later than March 3, 2026", "hearing set for May 4, 2026". Counted are they
// elsewhere, by a court's rules.
#include <algorithm>
#include <array>

#include "finders.hpp"
#include "scan.hpp"
#include "sentence.hpp"
#include "written.hpp"

namespace chittycases::find {

namespace {

struct Count {
  int number = 0;
  std::string unit;  // days, business days, weeks, months, years, hours
};

// "21 days", "twenty-one (21) calendar days".
std::optional<Count> take_count(std::string_view text, std::size_t& at) {
  auto after = at;
  std::optional<int> number;
  if (const auto digits = take_digits(text, after, 4)) number = std::stoi(*digits);
  else number = take_number_in_words(text, after);
  if (!number) return std::nullopt;
  skip_spaces(text, after);
  if (at_or_nul(text, after) == '(') {
    auto inside = after + 1;
    if (const auto digits = take_digits(text, inside, 4); digits && at_or_nul(text, inside) == ')') after = inside + 1;
    skip_spaces(text, after);
  }
  if (at_or_nul(text, after) == '-') ++after;
  const auto kind = skip_one_of(text, after, {"calendar", "business", "court", "working", "judicial"});
  skip_spaces(text, after);
  const auto unit = skip_one_of(text, after, {"days", "day", "weeks", "week", "months", "month", "years", "year", "hours", "hour"});
  if (!unit) return std::nullopt;
  constexpr std::array<const char*, 10> units{"days", "days", "weeks", "weeks", "months", "months", "years", "years", "hours", "hours"};
  std::string word = units[*unit];
  if (kind && *kind != 0 && word == "days") word = "business days";
  at = after;
  if (at_or_nul(text, at) == '\'') ++at;
  return Count{*number, word};
}

// From when it is counted, by the words that follow.
std::string trigger_in(std::string_view words) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 14> known{{{"service", "service"}, {"served", "service"}, {"serving", "service"}, {"entry of judgment", "judgment"}, {"entry of the judgment", "judgment"}, {"judgment", "judgment"}, {"filing", "filing"}, {"filed", "filing"}, {"receipt", "receipt"}, {"receiving", "receipt"}, {"hearing", "hearing"}, {"trial", "trial"}, {"order", "order"}, {"notice", "notice"}}};
  const auto lower = lowered(words);
  std::size_t first = std::string::npos;
  std::string trigger;
  for (const auto& [word, is] : known)
    if (const auto place = lower.find(word); place < first) first = place, trigger = is;
  return trigger;
}

// The words up to the end of the clause.
std::size_t end_of_clause(std::string_view text, std::size_t at) {
  constexpr std::size_t most = 90;
  auto end = at;
  while (end < text.size() && end - at < most && text[end] != ',' && text[end] != ';' && text[end] != ':' && text[end] != ')' && !(text[end] == '.' && (end + 1 >= text.size() || text[end + 1] == ' '))) ++end;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
  while (end > at && text[end - 1] == ' ') --end;
  return end;
}

struct Place {
  std::size_t end = 0;
  boost::json::object value;
};

// A count and what it is counted from: at the number.
std::optional<Place> counted(std::string_view text, std::size_t at) {
  const auto count = take_count(text, at);
  if (!count) return std::nullopt;
  skip_spaces(text, at);
  const auto relation = skip_one_of(text, at, {"after", "from", "of", "following", "before", "prior to", "preceding", "in advance of"});
  if (!relation) return std::nullopt;
  skip_spaces(text, at);
  const auto end = end_of_clause(text, at);
  if (end == at) return std::nullopt;
  const auto of = text.substr(at, end - at);
  boost::json::object value{{"count", count->number}, {"unit", count->unit}, {"direction", *relation >= 4 ? "before" : "after"}, {"of", of}};
  if (const auto day = day_at(text, at); day && day->days.size() == 1) {
    value["trigger"] = "date", value["from"] = written(day->days.front());
    return Place{day->end, std::move(value)};
  }
  const auto trigger = trigger_in(of);
  if (trigger.empty() && *relation == 2) return std::nullopt;  // "within 5 miles of", "two years of study"
  value["trigger"] = trigger.empty() ? boost::json::value(nullptr) : boost::json::value(trigger);
  return Place{end, std::move(value)};
}

std::optional<Place> fixed(std::string_view text, std::size_t at) {
  skip_spaces(text, at);
  // "5:00 p.m. on "
  auto after = at;
  if (take_digits(text, after, 2)) {
    if (at_or_nul(text, after) == ':') {
      ++after;
      (void)take_digits(text, after, 2);
    }
    skip_spaces(text, after);
    if (skip_one_of(text, after, {"a.m.", "p.m.", "am", "pm", "o'clock"}) || skip_text(text, after, "p.m.") || skip_text(text, after, "a.m.")) {
      skip_spaces(text, after);
      if (at_or_nul(text, after) == ',') ++after;
      skip_spaces(text, after);
      if (skip_word(text, after, "on")) skip_spaces(text, after);
      at = after;
    }
  }
  const auto day = day_at(text, at);
  if (!day || !day->year_given) return std::nullopt;
  return Place{day->end, value_of(*day)};
}

struct Opening {
  std::string_view words;
  bool counts, fixes;
};
constexpr std::array<Opening, 20> openings{{{"no later than", true, true}, {"not later than", true, true}, {"on or before", false, true}, {"within", true, false}, {"at least", true, false}, {"not less than", true, false}, {"no less than", true, false}, {"no fewer than", true, false}, {"not fewer than", true, false}, {"not more than", true, false}, {"due on", false, true}, {"due by", false, true}, {"is due", true, true}, {"are due", true, true}, {"by", false, true}, {"until", false, true}, {"deadline is", false, true}, {"deadline:", false, true}, {"expires on", false, true}, {"due", true, true}}};
constexpr std::array<std::string_view, 8> events{"hearing", "trial", "conference", "deposition", "mediation", "argument", "arraignment", "status"};
constexpr std::array<std::string_view, 8> settings{"set for", "scheduled for", "will be held on", "is set on", "shall be held on", "continued to", "noticed for", "calendared for"};

// "a hearing is set for May 4, 2026 at ...".
std::optional<std::string> event_before(std::string_view text, std::size_t at) {
  const auto from = at > 80 ? at - 80 : 0;
  const auto before = lowered(text.substr(from, at - from));
  std::size_t last = 0;
  std::optional<std::string> which;
  for (const auto event : events)
    if (const auto place = before.rfind(event); place != std::string::npos && (!which || place > last)) last = place, which = std::string(event);
  return which;
}

std::optional<Place> deadline_at(std::string_view text, std::size_t at) {
  for (const auto& [words, counts, fixes] : openings) {
    auto after = at;
    if (!skip_text(text, after, words) || is_word(at_or_nul(text, after))) continue;
    skip_spaces(text, after);
    if (counts)
      if (auto place = counted(text, after)) return place;
    if (fixes)
      if (auto place = fixed(text, after)) return place;
  }
  for (const auto words : settings) {
    auto after = at;
    if (!skip_word(text, after, words)) continue;
    auto place = fixed(text, after);
    const auto event = event_before(text, at);
    if (!place || !event) continue;
    place->value["event"] = *event;
    return place;
  }
  if (is_digit(text[at])) {
    auto place = counted(text, at);
    if (place && place->value.at("trigger").is_string()) return place;
  }
  return std::nullopt;
}

}  // namespace

void find_deadlines(const Plain& plain, std::vector<Finding>& found) {
  const auto text = plain.text();
  for (std::size_t at = 0; at < text.size();) {
    if (!is_word(text[at]) || !begins_word(text, at)) {
      ++at;
      continue;
    }
    if (auto place = deadline_at(text, at)) {
      place->value["sentence"] = sentence_around(text, at, place->end);
      found.push_back(plain.found("deadline", at, place->end, std::move(place->value)));
      at = place->end;
      continue;
    }
    while (at < text.size() && is_word(text[at])) ++at;
  }
}

}  // namespace chittycases::find
