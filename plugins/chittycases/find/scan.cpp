#include "scan.hpp"

#include <array>

namespace chittycases::find {

std::string lowered(std::string_view text) {
  std::string out(text);
  for (auto& c : out) c = lowered(c);
  return out;
}

void skip_spaces(std::string_view text, std::size_t& at) {
  while (at < text.size() && text[at] == ' ') ++at;
}

bool skip_text(std::string_view text, std::size_t& at, std::string_view word) {
  if (text.size() - at < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (lowered(text[at + i]) != word[i]) return false;
  at += word.size();
  return true;
}

bool skip_word(std::string_view text, std::size_t& at, std::string_view word) {
  auto after = at;
  if (!skip_text(text, after, word) || is_word(at_or_nul(text, after))) return false;
  at = after;
  return true;
}

std::optional<std::size_t> skip_one_of(std::string_view text, std::size_t& at, std::initializer_list<std::string_view> words) {
  std::optional<std::size_t> which;
  std::size_t best = at, number = 0;
  for (const auto word : words) {
    auto after = at;
    if (skip_word(text, after, word) && after > best) best = after, which = number;
    ++number;
  }
  at = best;
  return which;
}

std::optional<std::string> take_digits(std::string_view text, std::size_t& at, std::size_t most) {
  auto end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  if (end == at || end - at > most) return std::nullopt;
  std::string digits(text.substr(at, end - at));
  at = end;
  return digits;
}

namespace {

constexpr std::array<std::string_view, 20> ones{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 8> tens{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};

template <std::size_t size>
std::optional<int> number_of(const std::array<std::string_view, size>& words, std::string_view text, std::size_t& at) {
  for (std::size_t i = 0; i < size; ++i)
    if (skip_word(text, at, words[i])) return static_cast<int>(i);
  return std::nullopt;
}

std::optional<int> below_hundred(std::string_view text, std::size_t& at) {
  if (const auto ten = number_of(tens, text, at)) {
    auto after = at;
    if (at_or_nul(text, after) == '-' || at_or_nul(text, after) == ' ') ++after;
    if (const auto one = number_of(ones, text, after); one && *one > 0 && *one < 10) return at = after, (*ten + 2) * 10 + *one;
    return (*ten + 2) * 10;
  }
  return number_of(ones, text, at);
}

}  // namespace

std::optional<int> take_number_in_words(std::string_view text, std::size_t& at) {
  auto first = below_hundred(text, at);
  if (!first) return std::nullopt;
  auto after = at;
  skip_spaces(text, after);
  if (*first > 9 || !skip_word(text, after, "hundred")) return first;
  at = after;
  skip_spaces(text, after);
  if (skip_word(text, after, "and")) skip_spaces(text, after);
  if (const auto rest = below_hundred(text, after)) return at = after, *first * 100 + *rest;
  return *first * 100;
}

}  // namespace chittycases::find
