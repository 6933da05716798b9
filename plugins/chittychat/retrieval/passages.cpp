#include "passages.hpp"

#include <algorithm>

namespace chittychat {

namespace {

constexpr std::size_t longest = 1200;  // of a sentence

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

// A point that ends no sentence: an initial, "v.", "No.", a number.
bool is_abbreviation(std::string_view before) {
  auto begin = before.size();
  while (begin > 0 && !is_space(before[begin - 1])) --begin;
  const auto word = before.substr(begin);
  static constexpr std::string_view known[] = {"v", "vs", "No", "Nos", "Inc", "Ltd", "Co", "Corp", "Mr", "Mrs", "Ms", "Dr", "Jr", "Sr", "St", "Art", "Sec", "Ex", "cf", "e.g", "i.e", "Hon", "Dkt", "pp", "p"};
  return (word.size() == 1 && word[0] >= 'A' && word[0] <= 'Z') || std::find(std::begin(known), std::end(known), word) != std::end(known);
}

// Where the sentence that begins at `at` ends, its mark with it.
std::size_t sentence_end(std::string_view text, std::size_t at) {
  for (auto i = at; i < text.size(); ++i) {
    if (i - at >= longest) {
      auto cut = i;
      while (cut > at && !is_space(text[cut])) --cut;
      if (cut > at) return cut;
      while ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) --i;  // not within a character
      return i;
    }
    const char c = text[i];
    if (c == '\n' && i + 1 < text.size() && text[i + 1] == '\n') return i;
    if (c != '.' && c != '!' && c != '?') continue;
    auto end = i + 1;
    while (end < text.size() && (text[end] == '"' || text[end] == '\'' || text[end] == ')' || text[end] == ']')) ++end;
    if (end < text.size() && !is_space(text[end])) continue;
    if (c == '.' && is_abbreviation(text.substr(at, i - at))) continue;
    return end;
  }
  return text.size();
}

}  // namespace

std::vector<Passage> passages_of(const std::vector<Page>& pages, std::size_t most) {
  std::vector<Passage> made;
  for (std::size_t number = 0; number < pages.size(); ++number) {
    const std::string_view text = pages[number].text;
    bool open = false;  // the last passage takes more
    for (std::size_t at = 0; at < text.size();) {
      while (at < text.size() && is_space(text[at])) ++at;
      if (at == text.size()) break;
      auto end = sentence_end(text, at);
      while (is_space(text[end - 1])) --end;
      if (open && end - made.back().start <= most)
        made.back().end = end;
      else
        made.push_back({number, at, end});
      open = true;
      at = end;
    }
  }
  return made;
}

std::string_view text_of(const std::vector<Page>& pages, const Passage& passage) { return std::string_view(pages[passage.page].text).substr(passage.start, passage.end - passage.start); }

Quote quote_of(const std::vector<Page>& pages, const Passage& passage) {
  const auto& page = pages[passage.page];
  return {page.document, page.name, std::string(text_of(pages, passage)), page.number, passage.start, passage.end};
}

bool holds(const Quote& quote, const Page& page) {
  return quote.document == page.document && quote.page == page.number && quote.start <= quote.end && quote.end <= page.text.size() &&
         std::string_view(page.text).substr(quote.start, quote.end - quote.start) == quote.text;
}

std::string source_of(const Quote& quote) { return quote.page > 0 ? quote.name + ", page " + std::to_string(quote.page) : quote.name; }

std::string one_line(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (!is_space(c))
      made += c;
    else if (!made.empty() && made.back() != ' ')
      made += ' ';
  }
  while (made.ends_with(' ')) made.pop_back();
  return made;
}

}  // namespace chittychat
