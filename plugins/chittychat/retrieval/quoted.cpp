#include "quoted.hpp"

#include <algorithm>

namespace chittychat {

namespace {

constexpr std::size_t fewest_words = 4, most_told = 5;

struct Marks {
  std::string_view open, close;
};
constexpr Marks marks[] = {{"\"", "\""}, {"\u201c", "\u201d"}, {"\u00ab", "\u00bb"}, {"\u201e", "\u201c"}};

// Straight and curled ones are the same, and so is white space.
std::string compared(std::string_view text) {
  auto made = one_line(text);
  for (const std::string_view curled : {"\u2019", "\u2018"})
    for (auto at = made.find(curled); at != made.npos; at = made.find(curled, at)) made.replace(at, curled.size(), "'");
  return made;
}

bool has_words(std::string_view text) { return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1 >= fewest_words; }

}  // namespace

std::vector<std::string> false_quotations(std::string_view answer, const std::vector<Quote>& given) {
  std::vector<std::string> passages, found;
  for (const auto& quote : given) passages.push_back(compared(quote.text));
  for (const auto& mark : marks) {
    for (std::size_t at = 0; found.size() < most_told && (at = answer.find(mark.open, at)) != answer.npos;) {
      const auto begin = at + mark.open.size(), end = answer.find(mark.close, begin);
      if (end == answer.npos) break;
      at = end + mark.close.size();
      auto said = compared(answer.substr(begin, end - begin));
      while (said.ends_with('.') || said.ends_with(',') || said.ends_with(' ')) said.pop_back();
      const auto stands = [&](const std::string& passage) { return passage.find(said) != passage.npos; };
      if (has_words(said) && std::none_of(passages.begin(), passages.end(), stands)) found.push_back(std::move(said));
    }
  }
  return found;
}

}  // namespace chittychat
