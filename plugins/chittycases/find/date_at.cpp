#include "date_at.hpp"

#include <array>

#include "scan.hpp"

namespace chittycases::find {

namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::month_day;
using std::chrono::year;
using std::chrono::year_month_day;

struct Name {
  std::string_view name;
  unsigned number;
};
constexpr std::array<Name, 24> months{{{"january", 1}, {"jan", 1}, {"february", 2}, {"feb", 2}, {"march", 3}, {"mar", 3}, {"april", 4}, {"apr", 4}, {"may", 5}, {"june", 6}, {"jun", 6}, {"july", 7}, {"jul", 7}, {"august", 8}, {"aug", 8}, {"september", 9}, {"sept", 9}, {"sep", 9}, {"october", 10}, {"oct", 10}, {"november", 11}, {"nov", 11}, {"december", 12}, {"dec", 12}}};
constexpr std::array<std::string_view, 14> weekdays{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed", "thu", "fri", "sat"};

std::optional<unsigned> take_month(std::string_view text, std::size_t& at) {
  for (const auto& [name, number] : months) {
    auto after = at;
    if (!skip_text(text, after, name) || is_letter(at_or_nul(text, after))) continue;
    if (at_or_nul(text, after) == '.') ++after;
    at = after;
    return number;
  }
  return std::nullopt;
}

constexpr std::array<std::string_view, 20> ordinals{"", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"};

// "twenty-first", "twenty one", "tenth".
std::optional<unsigned> take_day_in_words(std::string_view text, std::size_t& at) {
  unsigned tens = 0;
  auto after = at;
  if (skip_word(text, after, "twentieth")) return at = after, 20u;
  if (skip_word(text, after, "thirtieth")) return at = after, 30u;
  if (skip_word(text, after, "twenty")) tens = 20;
  else if (skip_word(text, after, "thirty")) tens = 30;
  if (tens > 0 && (at_or_nul(text, after) == ' ' || at_or_nul(text, after) == '-')) ++after;
  for (unsigned number = 1; number < (tens > 0 ? 10 : ordinals.size()); ++number)
    if (skip_word(text, after, ordinals[number])) return at = after, tens + number;
  if (tens == 0) return std::nullopt;
  const auto ones = take_number_in_words(text, after);
  if (!ones || *ones < 1 || *ones > 9 || tens + static_cast<unsigned>(*ones) > 31) return std::nullopt;
  at = after;
  return tens + static_cast<unsigned>(*ones);
}

// "3", "3rd", "twenty-first": 1 to 31.
std::optional<unsigned> take_day(std::string_view text, std::size_t& at) {
  if (const auto in_words = take_day_in_words(text, at)) return in_words;
  auto after = at;
  const auto digits = take_digits(text, after, 2);
  if (!digits) return std::nullopt;
  const auto number = static_cast<unsigned>(std::stoul(*digits));
  if (number < 1 || number > 31) return std::nullopt;
  for (const auto* suffix : {"st", "nd", "rd", "th"})
    if (skip_text(text, after, suffix)) break;
  at = after;
  return number;
}

bool is_year(int number) { return number >= 1500 && number <= 2200; }

// "two thousand and eighteen", "nineteen seventy eight".
std::optional<int> take_year_in_words(std::string_view text, std::size_t& at) {
  auto after = at;
  int number = 0;
  if (skip_word(text, after, "two thousand")) number = 2000;
  else if (skip_word(text, after, "nineteen")) number = 1900;
  else if (skip_word(text, after, "twenty")) number = 2000;
  else return std::nullopt;
  at = after;
  skip_spaces(text, after);
  if (at_or_nul(text, after) == '-') ++after;
  if (skip_word(text, after, "and")) skip_spaces(text, after);
  if (const auto rest = take_number_in_words(text, after); rest && *rest < 100) at = after, number += *rest;
  return number;
}

std::optional<int> take_year(std::string_view text, std::size_t& at) {
  auto after = at;
  if (is_letter(at_or_nul(text, after))) {
    if (const auto in_words = take_year_in_words(text, after)) return at = after, in_words;
    return std::nullopt;
  }
  if (at_or_nul(text, after) == '\'') ++after;
  const auto digits = take_digits(text, after, 4);
  if (!digits || is_letter(at_or_nul(text, after))) return std::nullopt;
  auto number = std::stoi(*digits);
  if (digits->size() == 2 && after - at == 3) number += number < 70 ? 2000 : 1900;
  if (digits->size() != 4 && number < 100) return std::nullopt;
  if (!is_year(number)) return std::nullopt;
  at = after;
  return number;
}

void skip_separators(std::string_view text, std::size_t& at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == ',' || text[at] == '.' || text[at] == '-' || text[at] == '/')) ++at;
}

std::optional<WrittenDay> whole(std::size_t end, int y, unsigned m, unsigned d) {
  const year_month_day date{year(y), month(m), day(d)};
  if (!date.ok()) return std::nullopt;
  return WrittenDay{end, {date}, true, std::nullopt};
}

// What may stand between a day in a month and the year: ", ", " of ", " in the year ".
std::optional<WrittenDay> with_year(std::string_view text, std::size_t at, unsigned m, unsigned d) {
  auto after = at;
  skip_separators(text, after);
  if (skip_word(text, after, "of") || skip_word(text, after, "in the year") || skip_word(text, after, "a.d.")) skip_separators(text, after);
  if (const auto y = take_year(text, after)) return whole(after, *y, m, d);
  const month_day yearless{month(m), day(d)};
  if (!yearless.ok()) return std::nullopt;
  return WrittenDay{at, {}, false, yearless};
}

std::optional<WrittenDay> month_first(std::string_view text, std::size_t at) {
  const auto m = take_month(text, at);
  if (!m) return std::nullopt;
  skip_separators(text, at);
  if (skip_word(text, at, "the")) skip_separators(text, at);
  auto after = at;
  const auto d = take_day(text, after);
  if (!d || is_digit(at_or_nul(text, after)) || is_letter(at_or_nul(text, after))) return std::nullopt;
  if (at_or_nul(text, after) == ':' || at_or_nul(text, after) == '%') return std::nullopt;
  return with_year(text, after, *m, *d);
}

std::optional<WrittenDay> day_first(std::string_view text, std::size_t at) {
  const bool in_words = is_letter(at_or_nul(text, at));
  const auto d = take_day(text, at);
  if (!d || is_digit(at_or_nul(text, at))) return std::nullopt;
  if (in_words && at_or_nul(text, at) != ' ') return std::nullopt;
  while (at_or_nul(text, at) == ' ' || at_or_nul(text, at) == '-' || at_or_nul(text, at) == '.') ++at;
  if (skip_word(text, at, "day")) skip_spaces(text, at);
  if (skip_word(text, at, "of")) skip_spaces(text, at);
  const auto m = take_month(text, at);
  if (!m) return std::nullopt;
  if (at_or_nul(text, at) == '-') ++at;
  return with_year(text, at, *m, *d);
}

// "2019-sep-1".
std::optional<WrittenDay> year_first(std::string_view text, std::size_t at) {
  const auto y = take_digits(text, at, 4);
  if (!y || y->size() != 4 || (at_or_nul(text, at) != '-' && at_or_nul(text, at) != '/')) return std::nullopt;
  ++at;
  const auto m = take_month(text, at);
  if (!m || (at_or_nul(text, at) != '-' && at_or_nul(text, at) != '/')) return std::nullopt;
  ++at;
  const auto d = take_day(text, at);
  return d ? whole(at, std::stoi(*y), *m, *d) : std::nullopt;
}

// "2026-03-03", "3/3/2026", "3-3-26", "3.3.2026".
std::optional<WrittenDay> in_numbers(std::string_view text, std::size_t at) {
  const auto first = take_digits(text, at, 4);
  if (!first || first->size() == 3) return std::nullopt;
  const char mark = at_or_nul(text, at);
  if (mark != '/' && mark != '-' && mark != '.') return std::nullopt;
  ++at;
  const auto second = take_digits(text, at, 2);
  if (!second || at_or_nul(text, at) != mark) return std::nullopt;
  ++at;
  const auto third = take_digits(text, at, 4);
  if (!third || third->size() == 3 || is_word(at_or_nul(text, at))) return std::nullopt;
  if ((at_or_nul(text, at) == mark || (at_or_nul(text, at) == '.' && mark == '.')) && is_digit(at_or_nul(text, at + 1))) return std::nullopt;
  const auto one = std::stoi(*first), two = std::stoi(*second), three = std::stoi(*third);
  if (first->size() == 4) return third->size() <= 2 && is_year(one) ? whole(at, one, static_cast<unsigned>(two), static_cast<unsigned>(three)) : std::nullopt;
  if (third->size() == 2 && mark == '.') return std::nullopt;
  if (third->size() != 4 && third->size() != 2) return std::nullopt;
  const auto y = third->size() == 4 ? three : three + (three < 70 ? 2000 : 1900);
  if (!is_year(y)) return std::nullopt;
  const auto american = whole(at, y, static_cast<unsigned>(one), static_cast<unsigned>(two));
  auto european = whole(at, y, static_cast<unsigned>(two), static_cast<unsigned>(one));
  if (!american) return european;
  if (european && one != two) european->days.insert(european->days.begin(), american->days.front());
  return european && one != two ? european : american;
}

}  // namespace

std::optional<WrittenDay> day_at(std::string_view text, std::size_t at) {
  const auto begin = at;
  for (const auto name : weekdays) {
    auto after = at;
    if (!skip_word(text, after, name)) continue;
    skip_separators(text, after);
    if (skip_word(text, after, "the")) skip_spaces(text, after);
    if (after > at) at = after;
    break;
  }
  if (at == begin && skip_word(text, at, "the")) skip_spaces(text, at);
  if (auto found = day_first(text, at)) return found;
  if (is_digit(at_or_nul(text, at))) {
    if (auto found = year_first(text, at)) return found;
    return at == begin || at > begin + 3 ? in_numbers(text, at) : std::nullopt;
  }
  return month_first(text, at);
}

}  // namespace chittycases::find
