#include <algorithm>
#include <chitty/search/excerpt.hpp>
#include <map>

namespace chitty::search {

namespace {

constexpr std::size_t longest_piece = 160, before_first = 40;

// Where the piece begins: at the word from which on most different ones fit into a piece.
std::size_t best_begin(const std::vector<Word>& found) {
  std::map<std::string_view, std::size_t> within;
  std::size_t begin = found.front().begin, most = 0;
  for (std::size_t first = 0, behind = 0; first < found.size(); ++first) {
    while (behind < found.size() && found[behind].begin + found[behind].size <= found[first].begin + longest_piece - before_first) ++within[found[behind++].text];
    if (within.size() > most) most = within.size(), begin = found[first].begin;
    if (behind == first) ++behind;  // longer than a piece
    else if (--within[found[first].text] == 0) within.erase(found[first].text);
  }
  return begin;
}

}  // namespace

Excerpt excerpt_of(std::string_view text, const std::vector<Word>& found) {
  std::size_t from = 0, to = text.size();
  if (text.size() > longest_piece) {
    const auto first = found.empty() ? 0 : best_begin(found);
    from = whole_character(text, first > before_first ? first - before_first : 0);
    to = whole_character(text, std::min(from + longest_piece, text.size()));
  }
  Excerpt excerpt{text.substr(from, to - from), {}};
  for (const auto& word : found)
    if (word.begin >= from && word.begin + word.size <= to)
      excerpt.marks.emplace_back(characters_before(excerpt.text, word.begin - from), characters_before(text.substr(word.begin), word.size));
  return excerpt;
}

std::string bracketed(const Excerpt& excerpt) {
  std::string line;
  std::size_t at = 0, character = 0;
  const auto copy_to = [&](std::size_t wanted) {
    for (; character < wanted && at < excerpt.text.size(); ++character) {
      const auto next = whole_character(excerpt.text, at + 1);
      line.append(excerpt.text, at, next - at);
      at = next;
    }
  };
  for (const auto& [first, many] : excerpt.marks) {
    copy_to(first);
    line += '[';
    copy_to(first + many);
    line += ']';
  }
  copy_to(std::string::npos);
  return line;
}

}  // namespace chitty::search
