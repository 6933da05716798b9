#include "cited_name.hpp"

#include <algorithm>
#include <array>

#include "scan.hpp"

namespace chittycases::find {

namespace {

constexpr std::array<std::string_view, 18> small{"of", "the", "and", "&", "for", "de", "la", "in", "on", "ex", "rel.", "re", "et", "al.", "v.", "vs.", "to", "a"};
constexpr std::array<std::string_view, 16> signals{"See", "Cf.", "But", "Accord", "In", "Compare", "Contra", "E.g.,", "also", "Also", "The", "Under", "As", "Both", "And", "From"};

bool of_name(std::string_view word) {
  if (word.empty()) return false;
  if (is_upper(word.front()) || static_cast<unsigned char>(word.front()) >= 0x80 || is_digit(word.front())) return true;
  return std::find(small.begin(), small.end(), word) != small.end();
}

bool ends_sentence(std::string_view word) { return word.size() > 4 && word.back() == '.' && is_lower(word[word.size() - 2]) && is_lower(word[word.size() - 3]) && is_lower(word.front()); }

}  // namespace

std::string name_before(std::string_view text, std::size_t at) {
  constexpr std::size_t most = 160;
  auto end = at;
  while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == ',')) --end;
  auto from = end;
  bool versus = false;
  for (int words = 0; words < 24 && from > 0 && end - from < most; ++words) {
    auto begin = from;
    while (begin > 0 && text[begin - 1] == ' ') --begin;
    const auto last = begin;
    while (begin > 0 && text[begin - 1] != ' ' && last - begin < most) --begin;
    const auto word = text.substr(begin, last - begin);
    if (word.empty() || word.find_first_of(";()\"") != std::string_view::npos || ends_sentence(word)) break;
    const bool is_versus = word == "v." || word == "vs." || word == "v";
    if (!is_versus && !of_name(word)) break;
    if (versus && word.back() == ',' && words > 0 && std::find(signals.begin(), signals.end(), word) != signals.end()) break;
    versus = versus || is_versus;
    from = begin;
  }
  auto name = text.substr(from, end - from);
  if (const auto re = name.find("In re "); re != std::string_view::npos) return std::string(name.substr(re));
  if (!versus) return {};
  for (bool again = true; again;) {
    again = false;
    const auto space = name.find(' ');
    const auto first = name.substr(0, space);
    const bool is_signal = std::find(signals.begin(), signals.end(), first) != signals.end() || (!first.empty() && is_lower(first.front()) && first.front() != 'v');
    if (space != std::string_view::npos && is_signal) name.remove_prefix(space + 1), again = true;
  }
  return name.starts_with("v.") ? std::string() : std::string(name);
}

std::string antecedent_before(std::string_view text, std::size_t at) {
  auto end = at;
  while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == ',')) --end;
  auto begin = end;
  while (begin > 0 && end - begin < 80 && (is_word(text[begin - 1]) || text[begin - 1] == '-' || text[begin - 1] == '\'' || text[begin - 1] == '.')) --begin;
  const auto word = text.substr(begin, end - begin);
  return !word.empty() && is_upper(word.front()) ? std::string(word) : std::string();
}

}  // namespace chittycases::find
