// Parties: from the caption, from defined terms, and by their role.
#include <algorithm>
#include <array>
#include <set>

#include "caption.hpp"
#include "finders.hpp"
#include "scan.hpp"

namespace chittycases::find {

namespace {

constexpr std::array<std::string_view, 12> roles{"Plaintiff", "Plaintiffs", "Defendant", "Defendants", "Petitioner", "Petitioners", "Respondent", "Respondents", "Appellant", "Appellee", "Landlord", "Tenant"};
constexpr std::array<std::string_view, 14> suffixes{"Inc", "Inc.", "LLC", "L.L.C.", "LLP", "L.P.", "Corp", "Corp.", "Corporation", "Company", "Co.", "Ltd.", "Ltd", "N.A."};
constexpr std::array<std::string_view, 8> joining{"of", "and", "&", "the", "de", "la", "van", "von"};
constexpr std::array<std::string_view, 14> no_names{"Motion", "The", "This", "Court", "Judge", "Complaint", "Answer", "Counsel", "Attorney", "Exhibit", "Section", "In", "A", "And"};

template <std::size_t size>
bool among(const std::array<std::string_view, size>& words, std::string_view word) { return std::find(words.begin(), words.end(), word) != words.end(); }

bool is_suffix(std::string_view word) {
  const auto low = lowered(word);
  return std::any_of(suffixes.begin(), suffixes.end(), [&](std::string_view one) { return lowered(one) == low; });
}

std::string singular(std::string_view role) {
  auto text = lowered(role);
  if (text.ends_with('s')) text.pop_back();
  return text;
}

// Words that begin with a capital, from `at` on; with ", Inc." behind them.
std::size_t end_of_name(std::string_view text, std::size_t at) {
  auto end = at;
  for (int words = 0; words < 9; ++words) {
    auto begin = end;
    skip_spaces(text, begin);
    if (begin > end + 1 || (words > 0 && begin == end)) break;
    auto last = begin;
    while (last < text.size() && last - begin < 80 && (is_word(text[last]) || text[last] == '\'' || text[last] == '-' || text[last] == '&' || (text[last] == '.' && (last + 1 >= text.size() || is_upper(at_or_nul(text, last + 1)) || last - begin <= 4)))) ++last;
    const auto word = text.substr(begin, last - begin);
    if (word.empty() || (!is_upper(word.front()) && !among(joining, word)) || among(roles, word) || (words == 0 && among(no_names, word))) break;
    end = last;
    if (at_or_nul(text, end) == ',') {
      auto behind = end + 1;
      skip_spaces(text, behind);
      auto stop = behind;
      while (stop < text.size() && (is_word(text[stop]) || text[stop] == '.')) ++stop;
      if (!is_suffix(text.substr(behind, stop - behind))) break;
      return stop;
    }
    if (word.back() == '.' && word.size() > 3 && !is_suffix(word)) return last - 1;
  }
  // Not "Acme of".
  for (;;) {
    const auto space = text.substr(at, end - at).rfind(' ');
    if (space == std::string_view::npos || !among(joining, text.substr(at + space + 1, end - at - space - 1))) return end;
    end = at + space;
  }
}

// Where the name begins that ends before `end`.
std::size_t begin_of_name(std::string_view text, std::size_t end) {
  auto begin = end;
  for (int words = 0; words < 9; ++words) {
    auto last = begin;
    while (last > 0 && text[last - 1] == ' ') --last;
    auto first = last;
    while (first > 0 && text[first - 1] != ' ' && last - first < 80) --first;
    const auto word = text.substr(first, last - first);
    const bool comma = !word.empty() && word.back() == ',';
    if (word.empty() || (!is_upper(word.front()) && !among(joining, word)) || among(no_names, word) || word.find_first_of("();:\"") != std::string_view::npos) break;
    if (comma && !(words > 0 && is_suffix(text.substr(begin, std::min(text.find(' ', begin), end) - begin)))) break;
    begin = first;
  }
  while (begin < end) {
    const auto stop = std::min(text.find(' ', begin), end);
    if (!among(joining, text.substr(begin, stop - begin))) break;
    begin = std::min(stop + 1, end);
  }
  return begin;
}

bool has_suffix(std::string_view name) { return is_suffix(name.substr(name.rfind(' ') + 1)); }

// `Acme Corp. ("Acme")`, `Beta LLC (the "Tenant")`.
void find_terms(const Plain& plain, std::set<std::string>& known, std::vector<Finding>& found) {
  const auto text = plain.text();
  for (auto open = text.find('('); open != std::string_view::npos; open = text.find('(', open + 1)) {
    auto at = open + 1;
    for (const auto* word : {"hereinafter ", "hereafter ", "collectively, ", "the ", "or "}) (void)skip_text(text, at, word);
    if (at_or_nul(text, at) != '"') continue;
    const auto length = text.substr(at + 1, 50).find('"');
    if (length == std::string_view::npos) continue;
    const auto close = at + 1 + length;
    auto end = open;
    while (end > 0 && text[end - 1] == ' ') --end;
    // ", a Delaware corporation" is no part of the name.
    if (const auto from = end > 90 ? end - 90 : 0; true) {
      const auto before = text.substr(from, end - from);
      for (const auto* word : {", a ", ", an "})
        if (const auto place = before.rfind(word); place != std::string_view::npos && before.substr(place).size() < 60 && before.find('(', place) == std::string_view::npos) end = from + place;
    }
    const auto begin = begin_of_name(text, end);
    if (begin >= end) continue;
    const auto name = text.substr(begin, end - begin);
    auto alias = std::string(text.substr(at + 1, close - at - 1));
    while (!alias.empty() && (alias.back() == ',' || alias.back() == '.')) alias.pop_back();
    if (!has_suffix(name) && !among(roles, alias)) continue;
    if (!known.insert(lowered(name)).second) continue;
    boost::json::object value{{"name", name}, {"alias", alias}, {"from", "term"}};
    if (among(roles, alias)) value["role"] = singular(alias);
    found.push_back(plain.found("party", begin, end, std::move(value)));
  }
}

// "Plaintiff Acme Corp. moves".
void find_by_role(const Plain& plain, std::set<std::string>& known, std::vector<Finding>& found) {
  const auto text = plain.text();
  for (const auto role : roles)
    for (auto place = text.find(role); place != std::string_view::npos; place = text.find(role, place + 1)) {
      auto at = place + role.size();
      if (!begins_word(text, place) || is_letter(at_or_nul(text, at))) continue;
      if (at_or_nul(text, at) == ',') ++at;
      skip_spaces(text, at);
      const auto end = end_of_name(text, at);
      const auto name = text.substr(at, end > at ? end - at : 0);
      if (name.empty() || (name.find(' ') == std::string_view::npos && !has_suffix(name)) || among(roles, name.substr(0, name.find(' '))) || std::none_of(name.begin(), name.end(), [](char c) { return is_lower(c) || static_cast<unsigned char>(c) >= 0x80; })) continue;
      if (!known.insert(lowered(name)).second) continue;
      boost::json::object value{{"name", name}, {"role", singular(role)}, {"from", "text"}};
      found.push_back(plain.found("party", at, end, std::move(value)));
    }
}

}  // namespace

void find_parties(const Plain& plain, const std::vector<Page>& pages, std::vector<Finding>& found) {
  std::set<std::string> known;
  const auto text = plain.text();
  for (const auto& party : parties_in_caption(pages)) {
    if (!known.insert(lowered(party.name)).second) continue;
    auto begin = text.find(party.name);
    if (begin == std::string_view::npos) begin = text.find(party.name.substr(0, party.name.find(' ')));
    if (begin == std::string_view::npos) continue;
    auto end = std::min(begin + party.name.size(), text.size());
    boost::json::object value{{"name", party.name}, {"role", party.role}, {"from", "caption"}};
    found.push_back(plain.found("party", begin, end, std::move(value)));
  }
  find_terms(plain, known, found);
  find_by_role(plain, known, found);
}

}  // namespace chittycases::find
