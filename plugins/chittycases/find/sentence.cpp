#include "sentence.hpp"

#include "scan.hpp"

namespace chittycases::find {

namespace {

constexpr std::size_t most = 240;

bool is_inside(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// Does a sentence begin at `at`? Behind "; ", or behind a full stop that no abbreviation has: after a word of small letters, a number, a bracket.
bool begins_at(std::string_view text, std::size_t at) {
  if (at < 2 || text[at - 1] != ' ') return false;
  const char mark = text[at - 2];
  if (mark == ';') return true;
  if ((mark != '.' && mark != '?' && mark != '!') || at < 4 || !(is_upper(text[at]) || is_digit(text[at]) || text[at] == '"')) return false;
  const char last = text[at - 3], before = text[at - 4];
  return last == ')' || last == '"' || (is_digit(last) && is_upper(text[at])) || (is_lower(last) && is_lower(before) && !(at > 5 && is_upper(text[at - 5])));
}

}  // namespace

std::string sentence_around(std::string_view text, std::size_t begin, std::size_t end) {
  auto from = begin;
  while (from > 0 && begin - from < most && !begins_at(text, from)) --from;
  while (from < begin && is_inside(text[from])) ++from;
  auto to = end;
  while (to < text.size() && to - end < most && !begins_at(text, to)) ++to;
  while (to < text.size() && is_inside(text[to])) ++to;
  while (to > end && text[to - 1] == ' ') --to;
  return std::string(text.substr(from, to - from));
}

}  // namespace chittycases::find
