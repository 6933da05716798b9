// Citations: cases in full and short, id. and supra with what they refer to, statutes, journals.
#include <algorithm>
#include <array>
#include <optional>

#include "cited_name.hpp"
#include "finders.hpp"
#include "reporters.hpp"
#include "scan.hpp"

namespace chittycases::find {

namespace {

struct Cite {
  std::size_t begin = 0, end = 0;
  std::string type;  // case, short, id, supra, statute, journal
  std::string volume, reporter, page, pin, court;
  int year = 0;
  std::string name{};                 // of the case
  std::vector<std::string> others{};  // reporters that the abbreviation may stand for as well
};

bool is_roman(char c) { return std::string_view("ivxlcdmIVXLCDM").find(c) != std::string_view::npos; }

// "123", "1,234", "122A", "lxiv", "143684-B", "___".
std::optional<std::string> take_page(std::string_view text, std::size_t& at) {
  auto end = at;
  if (at_or_nul(text, end) == '_' || at_or_nul(text, end) == '-') {
    while (at_or_nul(text, end) == '_' || at_or_nul(text, end) == '-') ++end;
    if (end - at < 2 || is_word(at_or_nul(text, end))) return std::nullopt;
    at = end;
    return std::string();
  }
  while (is_digit(at_or_nul(text, end))) ++end;
  if (end == at) {
    while (is_roman(at_or_nul(text, end))) ++end;
    if (end == at || is_word(at_or_nul(text, end)) || end - at > 8 || (end - at == 1 && is_upper(text[at]))) return std::nullopt;
    const auto page = std::string(text.substr(at, end - at));
    at = end;
    return page;
  }
  while (at_or_nul(text, end) == ',' && is_digit(at_or_nul(text, end + 1)) && is_digit(at_or_nul(text, end + 2)) && is_digit(at_or_nul(text, end + 3)) && !is_digit(at_or_nul(text, end + 4)) && end - at <= 3) end += 4;
  if (end - at > 9) return std::nullopt;
  const auto letter = at_or_nul(text, end);
  if (is_letter(letter)) {
    const auto next = at_or_nul(text, end + 1);
    if (!is_upper(letter) || is_word(next)) {
      if (static_cast<unsigned char>(letter) < 0x80) return std::nullopt;  // "24601f", a word
    } else {
      ++end;
    }
  }
  if (at_or_nul(text, end) == '-' && is_upper(at_or_nul(text, end + 1)) && !is_word(at_or_nul(text, end + 2))) end += 2;
  auto page = std::string(text.substr(at, end - at));
  page.erase(std::remove(page.begin(), page.end(), ','), page.end());
  at = end;
  return page;
}

// Behind a page: ", 99-100 & n.4", ", at 5", " n. 3", "¶ 12", "123:24-124:2".
std::string take_pin(std::string_view text, std::size_t& at) {
  auto end = at;
  std::size_t last = at;
  if (at_or_nul(text, end) == ',') ++end;
  skip_spaces(text, end);
  const auto begin = end;
  if (skip_word(text, end, "at")) skip_spaces(text, end);
  bool any = false;
  for (;;) {
    auto piece = end;
    if (at_or_nul(text, piece) == '*') ++piece;
    if (text.substr(piece).starts_with("\xc2\xb6")) {
      piece += 2;
      if (text.substr(piece).starts_with("\xc2\xb6")) piece += 2;
      skip_spaces(text, piece);
    }
    if (skip_text(text, piece, "nn.") || skip_text(text, piece, "n.") || (any && skip_word(text, piece, "n"))) skip_spaces(text, piece);
    const auto digits = piece;
    while (is_digit(at_or_nul(text, piece))) ++piece;
    if (piece == digits || piece - digits > 6 || is_letter(at_or_nul(text, piece))) break;
    while ((text[piece - 1] != '-' && (at_or_nul(text, piece) == '-' || at_or_nul(text, piece) == ':') && is_digit(at_or_nul(text, piece + 1)))) {
      ++piece;
      while (is_digit(at_or_nul(text, piece))) ++piece;
    }
    auto behind = piece;
    skip_spaces(text, behind);
    // "12 F.3d" begins the next citation, and is no pin.
    if (is_upper(at_or_nul(text, behind)) && behind > piece && !abbreviations_at(text, behind).empty()) break;
    any = true;
    last = end = piece;
    auto more = end;
    if (at_or_nul(text, more) == ',') ++more;
    skip_spaces(text, more);
    if (at_or_nul(text, more) == '&') ++more;
    skip_spaces(text, more);
    if (skip_word(text, more, "and")) skip_spaces(text, more);
    if (more == end) break;
    end = more;
  }
  if (!any) return {};
  at = last;
  return std::string(text.substr(begin, last - begin));
}

// "(7th Cir. 1994)", "(Pa. Feb. 9, 2017)": court and year.
void take_court(std::string_view text, std::size_t& at, Cite& cite) {
  auto open = at;
  skip_spaces(text, open);
  if (at_or_nul(text, open) != '(' && at_or_nul(text, open) != '[') return;
  const auto length = text.substr(open, 61).find(text[open] == '(' ? ')' : ']');
  if (length == std::string_view::npos) return;
  const auto close = open + length;
  auto inside = text.substr(open + 1, close - open - 1);
  if (inside.size() < 4) return;
  const auto year = inside.substr(inside.size() - 4);
  if (!std::all_of(year.begin(), year.end(), is_digit) || (inside.size() > 4 && is_word(inside[inside.size() - 5]))) return;
  const auto number = std::stoi(std::string(year));
  if (number < 1600 || number > 2200) return;
  cite.year = number;
  inside.remove_suffix(4);
  while (!inside.empty() && (inside.back() == ' ' || inside.back() == ',')) inside.remove_suffix(1);
  cite.court = inside;
  at = close + 1;
}

const Edition* best_of(const Abbreviation& one, int year) {
  for (const auto& [edition, exact] : one.meanings)
    if (exact && edition->source != Source::law) return edition;
  for (const auto& [edition, exact] : one.meanings)
    if (year == 0 || (year >= edition->from && year <= edition->to)) return edition;
  return one.meanings.front().edition;
}

// "(1 Cranch) " between reporter and page.
void skip_nominative(std::string_view text, std::size_t& at) {
  auto end = at;
  skip_spaces(text, end);
  if (at_or_nul(text, end) != '(') return;
  const auto length = text.substr(end, 31).find(')');
  if (length == std::string_view::npos || length < 3) return;
  const auto close = end + length;
  auto inside = end + 1;
  if (!take_digits(text, inside, 2)) return;
  skip_spaces(text, inside);
  if (!is_upper(at_or_nul(text, inside))) return;
  at = close + 1;
}

// At a volume: the citation that begins there.
std::optional<Cite> with_volume(std::string_view text, std::size_t begin) {
  auto at = begin;
  const auto volume = take_digits(text, at, 4);
  if (!volume) return std::nullopt;
  if (at_or_nul(text, at) == '-' || at_or_nul(text, at) == ' ') ++at;
  skip_spaces(text, at);
  if (!is_upper(at_or_nul(text, at))) return std::nullopt;
  for (const auto& one : abbreviations_at(text, at)) {
    if (std::all_of(one.meanings.begin(), one.meanings.end(), [](const auto& meaning) { return meaning.edition->source == Source::law; })) continue;
    auto behind = one.end;
    skip_nominative(text, behind);
    const bool dash = at_or_nul(text, behind) == '-';
    if (dash) ++behind;
    while (at_or_nul(text, behind) == ' ' || (!dash && at_or_nul(text, behind) == ',')) ++behind;
    Cite cite;
    cite.begin = begin, cite.volume = *volume, cite.type = "case";
    if (skip_word(text, behind, "at") || skip_word(text, behind, "p.") || skip_text(text, behind, "p. ")) {
      skip_spaces(text, behind);
      if (at_or_nul(text, behind) == '*') ++behind;
      cite.type = "short";
    }
    if (text.substr(behind).starts_with("\xc2\xb6")) behind += 2, skip_spaces(text, behind);
    const auto page = take_page(text, behind);
    if (!page) continue;
    if (behind == one.end && !is_digit(text[behind - 1])) continue;
    cite.page = *page;
    auto end = behind;
    const auto pin = take_pin(text, end);
    cite.pin = cite.type == "short" ? *page + std::string(text.substr(behind, end - behind)) : pin;
    take_court(text, end, cite);
    const auto* edition = best_of(one, cite.year);
    cite.reporter = edition->name;
    if (edition->source == Source::journal) cite.type = "journal";
    for (const auto& [other, exact] : one.meanings)
      if (other != edition && !std::any_of(one.meanings.begin(), one.meanings.end(), [](const auto& meaning) { return meaning.exact; }) && other->name != edition->name && (cite.year == 0 || (cite.year >= other->from && cite.year <= other->to))) cite.others.emplace_back(other->name);
    cite.end = end;
    return cite;
  }
  return std::nullopt;
}

// "§ 1983", "§§ 1-2(a)", "sec. 5".
std::optional<std::string> take_section(std::string_view text, std::size_t& at) {
  auto end = at;
  bool marked = false;
  while (text.substr(end).starts_with("\xc2\xa7")) end += 2, marked = true;
  if (!marked) marked = skip_text(text, end, "sec. ") || skip_text(text, end, "section ") || skip_text(text, end, "rule ") || skip_text(text, end, "r. ");
  skip_spaces(text, end);
  const auto begin = end;
  if (!is_digit(at_or_nul(text, end)) && !(is_upper(at_or_nul(text, end)) && is_digit(at_or_nul(text, end + 1)))) return std::nullopt;
  while (is_word(at_or_nul(text, end)) || ((at_or_nul(text, end) == '-' || at_or_nul(text, end) == '.' || at_or_nul(text, end) == ':' || at_or_nul(text, end) == '/') && is_word(at_or_nul(text, end + 1)))) ++end;
  for (auto close = text.substr(end, 7).find(')'); at_or_nul(text, end) == '(' && close != std::string_view::npos && close >= 2; close = text.substr(std::min(end, text.size()), 7).find(')')) end += close + 1;
  if (end - begin > 60) return std::nullopt;
  at = end;
  return std::string(text.substr(begin, end - begin));
}

// At a code's abbreviation, with what stands before it as its title: "42 U.S.C. § 1983", "735 ILCS 5/2-1005", "Mass. Gen. Laws ch. 1, § 2".
std::optional<Cite> statute_at(std::string_view text, std::size_t begin, const std::string& title, std::size_t at) {
  for (const auto& one : abbreviations_at(text, at)) {
    const auto law = std::find_if(one.meanings.begin(), one.meanings.end(), [](const auto& meaning) { return meaning.edition->source == Source::law; });
    if (law == one.meanings.end()) continue;
    Cite cite;
    cite.begin = begin, cite.type = "statute", cite.volume = title, cite.reporter = law->edition->name;
    auto end = one.end;
    if (at_or_nul(text, end) == ',') ++end;
    skip_spaces(text, end);
    if (skip_text(text, end, "ann.") || skip_word(text, end, "ann")) skip_spaces(text, end);
    // Up to three words of a subject: "Cal. Penal Code § 187" has its own entries, "Tex. Bus. Code Ann." has not.
    for (const auto* part : {"tit. ", "title ", "ch. ", "chapter ", "c. ", "art. ", "no. ", "pt. "}) {
      auto behind = end;
      if (!skip_text(text, behind, part)) continue;
      const auto digits = take_section(text, behind);
      if (!digits) continue;
      cite.page = std::string(part) + *digits;
      if (at_or_nul(text, behind) == ',') ++behind;
      skip_spaces(text, behind);
      end = behind;
      break;
    }
    const bool bare = !title.empty() || !cite.page.empty();
    const bool marked = text.substr(end).starts_with("\xc2\xa7") || text.substr(end).starts_with("s") || text.substr(end).starts_with("r");
    auto behind = end;
    const auto section = marked || bare || law->edition->name.ends_with("Law") || law->edition->name.ends_with("L.") || law->edition->name.ends_with("R.") ? take_section(text, behind) : std::nullopt;
    if (!section && cite.page.empty()) continue;
    if (section) cite.page += (cite.page.empty() ? "" : ", ") + *section, end = behind;
    while (end > begin && (text[end - 1] == ' ' || text[end - 1] == ',')) --end;
    take_court(text, end, cite);
    cite.end = end;
    return cite;
  }
  return std::nullopt;
}

constexpr std::array<std::string_view, 10> rules{"Fed. R. Civ. P.", "Fed. R. Crim. P.", "Fed. R. App. P.", "Fed. R. Evid.", "Fed. R. Bankr. P.", "Ill. S. Ct. R.", "Ill. Sup. Ct. R.", "Ill. R. Evid.", "FRCP", "L.R."};

std::optional<Cite> rule_at(std::string_view text, std::size_t begin) {
  for (const auto rule : rules) {
    std::size_t at = begin, i = 0;
    while (i < rule.size() && at < text.size()) {
      if (rule[i] == ' ') {
        ++i;
        continue;
      }
      if (text[at] == ' ') {
        ++at;
        continue;
      }
      if (text[at] != rule[i]) break;
      ++at, ++i;
    }
    if (i < rule.size()) continue;
    skip_spaces(text, at);
    const auto section = take_section(text, at);
    if (!section) continue;
    Cite cite;
    cite.begin = begin, cite.end = at, cite.type = "statute", cite.reporter = rule, cite.page = *section;
    return cite;
  }
  return std::nullopt;
}

// "T.C. Memo. 2019-233": the reporter first, then year and number.
std::optional<Cite> year_behind(std::string_view text, std::size_t begin) {
  for (const auto& one : abbreviations_at(text, begin)) {
    const auto reporter = std::find_if(one.meanings.begin(), one.meanings.end(), [](const auto& meaning) { return meaning.edition->source == Source::reporter; });
    if (reporter == one.meanings.end()) continue;
    auto at = one.end;
    skip_spaces(text, at);
    const auto year = take_digits(text, at, 4);
    if (!year || year->size() != 4 || at_or_nul(text, at) != '-') continue;
    ++at;
    const auto number = take_digits(text, at, 6);
    if (!number || is_word(at_or_nul(text, at))) continue;
    Cite cite;
    cite.begin = begin, cite.end = at, cite.type = "case", cite.volume = *year, cite.reporter = reporter->edition->name, cite.page = *number;
    return cite;
  }
  return std::nullopt;
}

// "Id. at 12", "Ibid."
std::optional<Cite> id_at(std::string_view text, std::size_t begin) {
  auto at = begin;
  if (!skip_text(text, at, "id.") && !skip_text(text, at, "ibid.") && !skip_text(text, at, "id.,")) return std::nullopt;
  if (is_word(at_or_nul(text, at))) return std::nullopt;
  Cite cite;
  cite.begin = begin, cite.type = "id";
  cite.pin = take_pin(text, at);
  if (cite.pin.empty()) {
    auto behind = at;
    if (at_or_nul(text, behind) == ',') ++behind;
    skip_spaces(text, behind);
    if (skip_word(text, behind, "at")) skip_spaces(text, behind);
    if (text.substr(behind).starts_with("\xc2\xa7"))
      if (const auto section = take_section(text, behind)) cite.pin = "\xc2\xa7 " + *section, at = behind;
  }
  cite.end = at;
  return cite;
}

// "Twombly, supra, at 556", "supra note 3".
std::optional<Cite> supra_at(std::string_view text, std::size_t begin) {
  auto at = begin;
  if (!skip_word(text, at, "supra")) return std::nullopt;
  Cite cite;
  cite.begin = begin, cite.type = "supra";
  auto behind = at;
  if (at_or_nul(text, behind) == ',') ++behind;
  skip_spaces(text, behind);
  // "supra, 444 F. Supp. at 282" is a short form.
  if (is_digit(at_or_nul(text, behind)))
    if (auto other = with_volume(text, behind)) return other;
  if (skip_word(text, behind, "note")) {
    skip_spaces(text, behind);
    if (const auto digits = take_digits(text, behind, 4)) cite.pin = "note " + *digits, at = behind;
  } else {
    cite.pin = take_pin(text, at);
  }
  cite.name = antecedent_before(text, begin);
  cite.end = at;
  return cite;
}

std::optional<Cite> cite_at(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (is_digit(c)) {
    if (auto cite = with_volume(text, at)) return cite;
    auto behind = at;
    const auto title = take_digits(text, behind, 4);
    if (!title || at_or_nul(text, behind) != ' ') return std::nullopt;
    skip_spaces(text, behind);
    return is_upper(at_or_nul(text, behind)) ? statute_at(text, at, *title, behind) : std::nullopt;
  }
  if (c == 'I' || c == 'i')
    if (auto cite = id_at(text, at)) return cite;
  if (c == 'S' || c == 's')
    if (auto cite = supra_at(text, at)) return cite;
  if (!is_upper(c)) return std::nullopt;
  if (auto cite = rule_at(text, at)) return cite;
  if (auto cite = year_behind(text, at)) return cite;
  return statute_at(text, at, "", at);
}

boost::json::object value_of(const Cite& cite, const std::optional<std::size_t>& refers) {
  boost::json::object value{{"type", cite.type}};
  for (const auto& [name, text] : {std::pair<std::string_view, const std::string&>{"volume", cite.volume}, {"reporter", cite.reporter}, {"page", cite.page}, {"pin", cite.pin}, {"court", cite.court}, {"case", cite.name}})
    if (!text.empty()) value[name] = text;
  if (cite.year != 0) value["year"] = cite.year;
  if (!cite.others.empty()) {
    boost::json::array also;
    for (const auto& other : cite.others) also.emplace_back(other);
    value["ambiguous"] = std::move(also);
  }
  if (refers) value["refersTo"] = *refers + 1;
  if (!refers && (cite.type == "id" || cite.type == "supra" || cite.type == "short")) value["dangling"] = true;
  return value;
}

// Which earlier citation (of `all`, full ones only) a short form, id. or supra means.
class Antecedents {
 public:
  std::optional<std::size_t> of(const Cite& cite, const std::vector<Cite>& all) const {
    if (cite.type == "id") return last_;
    if (cite.type != "short" && cite.type != "supra") return std::nullopt;
    constexpr std::size_t back = 2000;  // citations: further back nobody looks either
    for (auto i = all.size(); i-- > 0 && all.size() - i <= back;) {
      const auto& earlier = all[i];
      if (earlier.type != "case") continue;
      if (cite.type == "short" && earlier.volume == cite.volume && earlier.reporter == cite.reporter) return i;
      if (cite.type == "supra" && !cite.name.empty() && earlier.name.find(cite.name) != std::string::npos) return i;
    }
    return std::nullopt;
  }
  void after(const Cite& cite, std::size_t number, const std::optional<std::size_t>& refers) {
    if (cite.type == "case" || cite.type == "statute" || cite.type == "journal") last_ = number;
    else last_ = refers;
  }

 private:
  std::optional<std::size_t> last_;
};

}  // namespace

void find_citations(const Plain& plain, std::vector<Finding>& found) {
  const auto text = plain.text();
  std::vector<Cite> all;
  Antecedents antecedents;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const bool may_begin = is_word(c) && static_cast<unsigned char>(c) < 0x80 && begins_word(text, at) && !(is_digit(c) && at > 0 && (text[at - 1] == '.' || text[at - 1] == '$' || text[at - 1] == '/'));
    if (!may_begin) {
      ++at;
      continue;
    }
    auto cite = cite_at(text, at);
    if (!cite) {
      while (at < text.size() && is_word(text[at])) ++at;
      continue;
    }
    if (cite->type == "case") cite->name = name_before(text, cite->begin);
    if (cite->type == "case" && cite->name.empty() && !all.empty() && all.back().type == "case" && cite->begin - all.back().end <= 2) {
      cite->name = all.back().name;  // a parallel citation of the same case
      if (cite->year != 0 && all.back().year == 0) all.back().year = cite->year;
    }
    const auto refers = antecedents.of(*cite, all);
    antecedents.after(*cite, all.size(), refers);
    at = std::max(cite->end, at + 1);
    auto value = value_of(*cite, refers);
    found.push_back(plain.found("citation", cite->begin, cite->end, std::move(value)));
    all.push_back(std::move(*cite));
  }
}

}  // namespace chittycases::find
