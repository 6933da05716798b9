#include "caption.hpp"

#include <algorithm>
#include <array>

#include "scan.hpp"

namespace chittycases::find {

namespace {

constexpr std::array<std::string_view, 14> roles{"plaintiff", "defendant", "petitioner", "respondent", "appellant", "appellee", "claimant", "complainant", "debtor", "movant", "third-party", "counter", "cross-", "intervenor"};
constexpr std::array<std::string_view, 20> of_court{"district court", "circuit court", "superior court", "supreme court", "court of", "court for", "tax court", "bankruptcy court", "county court", "municipal court", "district of", "division", "county of", "county department", "in the matter", "case no", "docket", "index no", "rights commission", "civil action no"};

std::string trimmed(std::string_view line) {
  // What stands in the caption's other column: behind ")", "§", "|" or a wide gap.
  std::string out;
  std::size_t spaces = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == ')' && (out.empty() || out.find('(') == std::string::npos || std::count(out.begin(), out.end(), '(') <= std::count(out.begin(), out.end(), ')'))) break;
    if (c == '|' || line.substr(i).starts_with("\xc2\xa7")) break;
    if (c == ':' && (i + 1 >= line.size() || line[i + 1] == ' ') && spaces > 0) break;
    spaces = c == ' ' || c == '\t' ? spaces + 1 : 0;
    if (spaces >= 5 && !out.empty() && out.find_first_not_of(' ') != std::string::npos) break;
    if (c == '\t' || c == '\r') out += ' ';
    else if (line.substr(i).starts_with("\xe2\x80\x99")) out += '\'', i += 2;
    else out += c;
  }
  const auto first = out.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  out = out.substr(first, out.find_last_not_of(' ') - first + 1);
  std::string single;
  for (const char c : out)
    if (c != ' ' || single.empty() || single.back() != ' ') single += c;
  return single;
}

std::vector<std::string> lines_of(const std::vector<Page>& pages) {
  std::vector<std::string> lines;
  for (std::size_t page = 0; page < std::min<std::size_t>(pages.size(), 2); ++page) {
    std::string_view rest = pages[page].text;
    while (!rest.empty() && lines.size() < 200) {
      const auto end = std::min(rest.find('\n'), rest.size());
      lines.push_back(trimmed(rest.substr(0, end)));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return lines;
}

bool is_versus(std::string_view line) {
  auto word = lowered(line);
  word.erase(std::remove_if(word.begin(), word.end(), [](char c) { return c == ' ' || c == '-' || c == '.' || c == ','; }), word.end());
  return word == "v" || word == "vs" || word == "versus" || word == "against";
}

// "Plaintiff: ACME LLC" as what stands behind the colon.
std::string without_label(const std::string& line) {
  const auto colon = line.find(": ");
  if (colon == std::string::npos || colon > 24) return line;
  const auto label = lowered(std::string_view(line).substr(0, colon));
  const bool is_role = std::any_of(roles.begin(), roles.end(), [&](std::string_view role) { return label.starts_with(role); });
  return is_role ? line.substr(colon + 2) : line;
}

bool is_of_court(std::string_view line) {
  const auto low = lowered(line);
  return std::any_of(of_court.begin(), of_court.end(), [&](std::string_view word) { return low.find(word) != std::string::npos; });
}

// "Plaintiff", of "Plaintiffs," or "Plaintiff-Appellant,"; empty if the line is no role.
std::string role_in(std::string_view line) {
  const auto low = lowered(line);
  for (const auto role : roles) {
    const auto place = low.find(role);
    if (place == std::string::npos || (place > 0 && low[place - 1] != ' ' && low[place - 1] != '/' && low[place - 1] != '-')) continue;
    return role == "third-party" || role == "counter" || role == "cross-" ? std::string(low.find("defendant") != std::string::npos ? "defendant" : "plaintiff") : std::string(role);
  }
  return {};
}

// Without a role at its end, and without ", a Delaware corporation" and "et al.".
std::string name_of(std::string text) {
  auto low = lowered(text);
  for (const auto role : roles)
    if (const auto place = low.find(role); place != std::string::npos) text.resize(place), low.resize(place);
  for (const auto* word : {", a ", ", an ", ", individually", ", et al", " et al.", ", by and through", ", on behalf of", ", as ", " d/b/a ", ", d/b/a", " f/k/a", ", in his", ", in her", ", by its", ", by his", ", by her", " and all others", ", and doe", ", doe"})
    if (const auto place = low.find(word); place != std::string::npos && place > 0) text.resize(place), low.resize(place);
  while (!text.empty() && (text.back() == ',' || text.back() == ' ' || text.back() == ';' || text.back() == ':' || text.back() == '-')) text.pop_back();
  if (text.ends_with(" and") || text.ends_with(" AND")) text.resize(text.size() - 4);
  while (!text.empty() && (text.back() == ',' || text.back() == ' ')) text.pop_back();
  return text;
}

// A side's text, split into its parties.
void take_side(std::string side, const std::string& role, std::vector<CaptionParty>& found) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < side.size();) {
    std::size_t skip = 0;
    const auto rest = lowered(std::string_view(side).substr(at, 6));
    if (side[at] == ';') skip = rest.starts_with("; and ") ? 6 : 1;
    else if (rest.starts_with(", and ")) skip = 6;
    if (skip == 0) {
      ++at;
      continue;
    }
    parts.push_back(side.substr(begin, at - begin));
    at += skip;
    begin = at;
  }
  parts.push_back(side.substr(begin));
  for (auto& part : parts) {
    auto name = name_of(part);
    name.erase(0, std::min(name.find_first_not_of(' '), name.size()));
    if (lowered(std::string_view(name).substr(0, 4)) == "and ") name.erase(0, 4);
    const auto letters = std::count_if(name.begin(), name.end(), [](char c) { return is_letter(c); });
    if (letters >= 2 && name.size() <= 160 && !is_of_court(name) && !lowered(name).starts_with("doe") && !lowered(name).starts_with("john doe")) found.push_back({name, role});
  }
}

// "Acme Corp. v. Beta LLC" on one line, or "ACME CORP., Plaintiff, v. BETA LLC, Defendant.".
bool on_one_line(const std::string& line, std::vector<CaptionParty>& found) {
  const auto low = lowered(line);
  for (const auto* mark : {" v. ", " vs. ", " versus "}) {
    const auto place = low.find(mark);
    if (place == std::string::npos || line.size() > 240 || !is_upper(line.front())) continue;
    const auto left = line.substr(0, place), right = line.substr(place + std::string_view(mark).size());
    if (right.empty() || !(is_upper(right.front()) || is_digit(right.front())) || std::any_of(right.begin(), right.end(), [](char c) { return c == '('; }) || right.find(". ") != std::string::npos) return false;
    const auto role_left = role_in(left), role_right = role_in(right);
    if (role_left.empty() && (left.find(". ") != std::string::npos && left.size() > 80)) return false;
    if (std::any_of(right.begin(), right.end(), is_digit) && role_right.empty()) return false;  // a citation
    take_side(left, role_left.empty() ? "plaintiff" : role_left, found);
    take_side(right, role_right.empty() ? "defendant" : role_right, found);
    return true;
  }
  return false;
}

}  // namespace

std::vector<CaptionParty> parties_in_caption(const std::vector<Page>& pages) {
  const auto lines = lines_of(pages);
  std::vector<CaptionParty> found;
  auto versus = std::find_if(lines.begin(), lines.end(), [](const std::string& line) { return is_versus(line); });
  // "ANNA, Petitioner, and PETER, Respondent."
  for (auto line = lines.begin(); versus == lines.end() && line != lines.end(); ++line) {
    if (lowered(*line) != "and" || line == lines.begin()) continue;
    auto before = line - 1;
    while (before != lines.begin() && before->empty()) --before;
    const auto until = line + std::min<std::ptrdiff_t>(6, lines.end() - line);
    if (!role_in(*before).empty() && std::any_of(line, until, [](const std::string& one) { return !role_in(one).empty(); })) versus = line;
  }
  if (versus == lines.end()) {
    for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 60); ++i)
      if (!lines[i].empty() && on_one_line(lines[i], found)) return found;
    for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 60); ++i) {
      auto at = std::size_t(0);
      if (!skip_text(lines[i], at, "in re ") && !skip_text(lines[i], at, "in re: ") && !skip_text(lines[i], at, "in the matter of ") && !skip_text(lines[i], at, "in re the marriage of ") && !skip_text(lines[i], at, "estate of ")) continue;
      for (const auto* word : {"the ", "estate of", "marriage of"})
        if (skip_text(lines[i], at, word)) at = std::min(lines[i].find_first_not_of(' ', at), lines[i].size());
      auto side = lines[i].substr(at);
      if (side.empty() && i + 1 < lines.size()) side = lines[i + 1];
      std::string role = "subject";
      for (auto j = i; j < std::min(i + 6, lines.size()); ++j)
        if (const auto named = role_in(lines[j]); !named.empty()) role = named;
      take_side(side, role, found);
      return found;
    }
    return found;
  }
  std::string left, right, role_left, role_right;
  int names = 0;
  for (auto line = versus; line != lines.begin() && names < 14;) {
    --line;
    if (line->empty() && names > 0 && (left.size() > 3 && role_left.empty())) break;
    if (line->empty() || is_digit(line->front())) continue;
    if (is_of_court(*line) || lowered(*line).starts_with("in re ")) break;
    if (const auto role = role_in(*line); !role.empty() && role_left.empty() && left.empty()) {
      role_left = role;
      const auto rest = name_of(without_label(*line));
      if (rest.empty()) continue;
      left = rest;
    } else {
      left = *line + (left.empty() ? "" : " ") + left;
    }
    ++names;
  }
  names = 0;
  for (auto line = versus + 1; line != lines.end() && names < 14; ++line) {
    if (line->empty() && !right.empty() && !role_right.empty()) break;
    if (line->empty()) {
      if (right.size() > 3 && (right.back() != ',' && right.back() != ';')) break;
      continue;
    }
    if (is_of_court(*line)) break;
    if (is_digit(line->front()) && !right.empty()) continue;
    const auto named = without_label(*line);
    right += (right.empty() ? "" : " ") + named;
    ++names;
    if (const auto role = role_in(*line); !role.empty()) {
      role_right = role;
      break;
    }
  }
  take_side(left, role_left.empty() ? "plaintiff" : role_left, found);
  take_side(right, role_right.empty() ? "defendant" : role_right, found);
  return found;
}

}  // namespace chittycases::find
