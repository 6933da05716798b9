#include "highlight.hpp"

#include <algorithm>
#include <chitty/members.hpp>
#include <chitty/search/excerpt.hpp>

namespace chittyregistry {

using namespace chitty::search;

namespace {

std::vector<Word> found_in(std::string_view text, const std::vector<Wanted>& wanted) {
  auto words = words_of(text);
  std::erase_if(words, [&](const Word& word) {
    return std::none_of(wanted.begin(), wanted.end(), [&](const Wanted& one) { return one.fits(word.text); });
  });
  return words;
}

json::object highlight_of(const Field& field, const std::vector<Word>& found) {
  const auto excerpt = excerpt_of(field.text, found);
  json::array marks;
  for (const auto& [first, many] : excerpt.marks) marks.push_back(json::array{first, many});
  return {{"field", field.name}, {"text", excerpt.text}, {"marks", std::move(marks)}};
}

}  // namespace

json::array highlights_of(const std::vector<Field>& fields, const std::vector<Wanted>& wanted) {
  json::array all;
  for (const auto& field : fields)
    if (const auto found = found_in(field.text, wanted); !found.empty()) all.push_back(highlight_of(field, found));
  return all;
}

std::string match_line(const json::array& highlights) {
  if (highlights.empty()) return {};
  const json::value* chosen = &highlights[0];
  for (const auto& one : highlights)
    if (chitty::text_in(one, "field") == "description") chosen = &one;
  const auto text = chitty::text_in(*chosen, "text");
  Excerpt excerpt{text, {}};
  for (const auto& mark : chosen->at("marks").as_array()) excerpt.marks.emplace_back(mark.at(0).to_number<std::size_t>(), mark.at(1).to_number<std::size_t>());
  return bracketed(excerpt);
}

}  // namespace chittyregistry
