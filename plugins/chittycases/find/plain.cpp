#include "plain.hpp"

#include <algorithm>
#include <array>

#include "scan.hpp"

namespace chittycases::find {

namespace {

struct Same {
  std::string_view typographic, plain;
};
constexpr std::array<Same, 27> same{{{"\xef\xac\x80", "ff"}, {"\xef\xac\x81", "fi"}, {"\xef\xac\x82", "fl"}, {"\xef\xac\x83", "ffi"}, {"\xef\xac\x84", "ffl"}, {"\xc2\xa0", " "}, {"\xe2\x80\x82", " "}, {"\xe2\x80\x83", " "}, {"\xe2\x80\x87", " "}, {"\xe2\x80\x89", " "}, {"\xe2\x80\xaf", " "}, {"\xe2\x80\x8b", ""}, {"\xef\xbb\xbf", ""}, {"\xc2\xad", ""}, {"\xe2\x80\x90", "-"}, {"\xe2\x80\x91", "-"}, {"\xe2\x80\x92", "-"}, {"\xe2\x80\x93", "-"}, {"\xe2\x80\x94", "-"}, {"\xe2\x88\x92", "-"}, {"\xe2\x80\x98", "'"}, {"\xe2\x80\x99", "'"}, {"\xe2\x80\x9c", "\""}, {"\xe2\x80\x9d", "\""}, {"\xe2\x80\x9e", "\""}, {"\xe2\x80\xa8", " "}, {"\xe2\x80\xa9", " "}}};

const Same* same_at(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first != 0xc2 && first != 0xe2 && first != 0xef) return nullptr;
  const auto found = std::find_if(same.begin(), same.end(), [&](const Same& one) { return text.starts_with(one.typographic); });
  return found == same.end() ? nullptr : &*found;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

// How much of "-\n  " stands before the rest of a word that was split there; 0 if none was.
std::size_t split_at(std::string_view text, std::size_t at) {
  if (at == 0 || !is_letter(text[at - 1])) return 0;
  auto i = at + 1;
  while (i < text.size() && (text[i] == ' ' || text[i] == '\r')) ++i;
  if (i >= text.size() || text[i] != '\n') return 0;
  while (i < text.size() && is_space(text[i])) ++i;
  return i < text.size() && text[i] >= 'a' && text[i] <= 'z' ? i - at : 0;
}

}  // namespace

Plain::Plain(const std::vector<Page>& pages) : pages_(pages) {
  for (std::size_t page = 0; page < pages.size(); ++page) {
    take(page, pages[page].text);
    if (!text_.empty() && text_.back() != ' ') put(" ", page, pages[page].text.size(), 0);
  }
}

void Plain::put(std::string_view bytes, std::size_t page, std::size_t at, std::size_t character) {
  for (const char c : bytes) {
    if (c == ' ' && (text_.empty() || text_.back() == ' ')) continue;
    text_ += c;
    origins_.push_back({static_cast<std::uint32_t>(page), static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(character)});
  }
}

void Plain::take(std::size_t page, std::string_view text) {
  std::size_t character = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    std::size_t taken = 1;
    const auto* one = same_at(text.substr(at));
    if (const auto split = c == '-' ? split_at(text, at) : 0; split > 0) {
      taken = split;
    } else if (is_space(c)) {
      put(" ", page, at, character);
    } else if (one) {
      put(one->plain, page, at, character);
      taken = one->typographic.size();
    } else {
      while (at + taken < text.size() && (static_cast<unsigned char>(text[at + taken]) & 0xc0) == 0x80) ++taken;
      for (std::size_t i = 0; i < taken; ++i) put(text.substr(at + i, 1), page, at + i, character);
    }
    character += characters(text.substr(at, taken));
    at += taken;
  }
}

Finding Plain::found(std::string kind, std::size_t begin, std::size_t end, boost::json::object value) const {
  const auto from = origins_[begin];
  auto to = origins_[std::max(begin, end - 1)];
  const auto& page = pages_[from.page];
  if (to.page != from.page) to.at = static_cast<std::uint32_t>(page.text.size()) - 1;
  auto after = static_cast<std::size_t>(to.at) + 1;
  while (after < page.text.size() && (static_cast<unsigned char>(page.text[after]) & 0xc0) == 0x80) ++after;
  const auto text = std::string_view(page.text).substr(from.at, after - from.at);
  Finding finding{std::move(kind), std::string(text), page.number, from.character, characters(text), std::move(value), std::nullopt};
  auto word = std::upper_bound(page.words.begin(), page.words.end(), finding.offset, [](std::size_t offset, const Word& one) { return offset < one.offset; });
  if (word != page.words.begin()) --word;
  for (; word != page.words.end() && word->offset < finding.offset + finding.length; ++word) {
    if (!finding.box) finding.box = std::array<double, 4>{word->left, word->top, word->right, word->bottom};
    auto& box = *finding.box;
    box = {std::min(box[0], word->left), std::min(box[1], word->top), std::max(box[2], word->right), std::max(box[3], word->bottom)};
  }
  return finding;
}

}  // namespace chittycases::find
