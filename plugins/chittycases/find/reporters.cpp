#include "reporters.hpp"

#include <algorithm>
#include <cstdint>

#include "reporters_text.hpp"
#include "scan.hpp"

namespace chittycases::find {

namespace {

std::string_view next_part(std::string_view& rest, char mark) {
  const auto end = std::min(rest.find(mark), rest.size());
  const auto part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

int year_or(std::string_view text, int other) {
  int year = 0;
  for (const char c : text) year = year * 10 + (c - '0');
  return text.empty() ? other : year;
}

// Names without their spaces, sorted, so that a text is followed letter by letter.
class Table {
 public:
  struct Entry {
    std::string key;
    std::uint32_t edition;
    bool exact;
  };

  Table() {
    std::string_view rest = reporters_text();
    while (!rest.empty()) {
      auto line = next_part(rest, '\n');
      if (line.empty()) continue;
      const auto name = next_part(line, '|'), source = next_part(line, '|'), from = next_part(line, '|'), to = next_part(line, '|');
      const auto number = static_cast<std::uint32_t>(editions_.size());
      editions_.push_back({name, static_cast<Source>(source.front()), year_or(from, 0), year_or(to, 9999)});
      add(name, number, true);
      while (!line.empty()) add(next_part(line, ';'), number, false);
    }
    std::sort(entries_.begin(), entries_.end(), [](const Entry& one, const Entry& other) { return one.key < other.key; });
  }

  std::vector<Abbreviation> at(std::string_view text, std::size_t begin) const {
    std::vector<Abbreviation> found;
    auto low = entries_.begin(), high = entries_.end();
    std::size_t length = 0;
    for (auto i = begin; i < text.size() && i - begin < 70; ++i) {
      if (text[i] == ' ') continue;
      const char c = text[i];
      low = std::lower_bound(low, high, c, [&](const Entry& entry, char wanted) { return entry.key.size() <= length || static_cast<unsigned char>(entry.key[length]) < static_cast<unsigned char>(wanted); });
      high = std::upper_bound(low, high, c, [&](char wanted, const Entry& entry) { return entry.key.size() > length && static_cast<unsigned char>(entry.key[length]) > static_cast<unsigned char>(wanted); });
      if (low == high) break;
      ++length;
      if (low->key.size() != length) continue;
      if (is_word(c) && is_letter(at_or_nul(text, i + 1))) continue;  // the word goes on
      Abbreviation one{i + 1};
      for (auto same = low; same != high && same->key.size() == length; ++same) one.meanings.push_back({&editions_[same->edition], same->exact});
      found.push_back(std::move(one));
    }
    std::reverse(found.begin(), found.end());
    return found;
  }

 private:
  void add(std::string_view name, std::uint32_t edition, bool exact) {
    std::string key;
    for (const char c : name)
      if (c != ' ') key += c;
    if (!key.empty()) entries_.push_back({std::move(key), edition, exact});
  }

  std::vector<Edition> editions_;
  std::vector<Entry> entries_;
};

}  // namespace

std::vector<Abbreviation> abbreviations_at(std::string_view text, std::size_t at) {
  static const Table table;
  return table.at(text, at);
}

}  // namespace chittycases::find
