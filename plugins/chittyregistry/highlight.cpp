#include "highlight.hpp"

#include <algorithm>
#include <chitty/members.hpp>

#include "words.hpp"

namespace chittyregistry {

namespace {

constexpr std::size_t longest_piece = 160, before_first = 40;

std::size_t whole_character(std::string_view text, std::size_t at) {
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  return std::min(at, text.size());
}

std::vector<Word> found_in(std::string_view text, const std::vector<Wanted>& wanted) {
  auto words = words_of(text);
  std::erase_if(words, [&](const Word& word) {
    return std::none_of(wanted.begin(), wanted.end(), [&](const Wanted& one) { return one.fits(word.text); });
  });
  return words;
}

json::object highlight_of(const Field& field, const std::vector<Word>& found) {
  std::string_view text = field.text;
  std::size_t from = 0, to = text.size();
  if (text.size() > longest_piece) {
    const auto first = found.front().begin;
    from = whole_character(text, first > before_first ? first - before_first : 0);
    to = whole_character(text, from + longest_piece);
  }
  json::array marks;
  for (const auto& word : found)
    if (word.begin >= from && word.begin + word.size <= to) {
      const auto at = characters_before(text, word.begin) - characters_before(text, from);
      marks.push_back(json::array{at, characters_before(text.substr(word.begin), word.size)});
    }
  return {{"field", field.name}, {"text", text.substr(from, to - from)}, {"marks", std::move(marks)}};
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
  std::string line;
  std::size_t at = 0, character = 0;
  const auto copy_to = [&](std::size_t wanted) {
    for (; character < wanted && at < text.size(); ++character) {
      const auto next = whole_character(text, at + 1);
      line.append(text, at, next - at);
      at = next;
    }
  };
  for (const auto& mark : chosen->at("marks").as_array()) {
    const auto first = mark.at(0).to_number<std::size_t>();
    copy_to(first);
    line += '[';
    copy_to(first + mark.at(1).to_number<std::size_t>());
    line += ']';
  }
  copy_to(std::string::npos);
  return line;
}

}  // namespace chittyregistry
