// The text of HTML mail. Not a browser: what is shown as text somewhere else needs lines and words, and nothing that acts.
#include <algorithm>
#include <array>

#include "text.hpp"

namespace chittyrouter {

namespace {

constexpr std::array<std::string_view, 18> blocks{"p", "br", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote", "pre", "section"};
constexpr std::array<std::string_view, 4> unseen{"script", "style", "head", "title"};

template <class List>
bool among(const List& list, std::string_view word) { return std::find(list.begin(), list.end(), word) != list.end(); }

void append_code(std::string& out, unsigned long code) {
  if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return;
  const auto byte = [&](unsigned long bits) { out += static_cast<char>(bits); };
  if (code < 0x80)
    byte(code);
  else if (code < 0x800)
    byte(0xc0 | (code >> 6)), byte(0x80 | (code & 0x3f));
  else if (code < 0x10000)
    byte(0xe0 | (code >> 12)), byte(0x80 | ((code >> 6) & 0x3f)), byte(0x80 | (code & 0x3f));
  else
    byte(0xf0 | (code >> 18)), byte(0x80 | ((code >> 12) & 0x3f)), byte(0x80 | ((code >> 6) & 0x3f)), byte(0x80 | (code & 0x3f));
}

// "&amp;" at the front of `html`: what it stands for goes to `out`; how long it was, 0 when it is none.
std::size_t entity(std::string_view html, std::string& out) {
  const auto end = html.substr(0, 12).find(';');
  if (end == std::string_view::npos || end < 2) return 0;
  const auto name = html.substr(1, end - 1);
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> known{{{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", " "}, {"ndash", "–"}, {"mdash", "—"}, {"hellip", "…"}, {"rsquo", "’"}, {"lsquo", "‘"}, {"ldquo", "“"}, {"rdquo", "”"}, {"copy", "©"}, {"euro", "€"}, {"sect", "§"}}};
  const auto found = std::find_if(known.begin(), known.end(), [&](const auto& pair) { return pair.first == name; });
  if (found != known.end()) return out += found->second, end + 1;
  if (name[0] != '#') return 0;
  const bool hexadecimal = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  const auto digits = name.substr(hexadecimal ? 2 : 1);
  const auto allowed = hexadecimal ? std::string_view("0123456789abcdefABCDEF") : std::string_view("0123456789");
  if (digits.empty() || digits.size() > 7 || digits.find_first_not_of(allowed) != std::string_view::npos) return 0;
  append_code(out, std::stoul(std::string(digits), nullptr, hexadecimal ? 16 : 10));
  return end + 1;
}

// The end of "<…": quotes may hold a ">". A tag is at most 4 KiB: else one open quote has each tag read to the end.
std::size_t end_of_tag(std::string_view all) {
  const auto html = all.substr(0, 4096);
  char quote = 0;
  for (std::size_t i = 1; i < html.size(); ++i) {
    if (quote != 0 && html[i] == quote) quote = 0;
    else if (quote == 0 && (html[i] == '"' || html[i] == '\'') && html[i - 1] == '=') quote = html[i];
    else if (quote == 0 && html[i] == '>') return i + 1;
  }
  return html.find('>') == std::string_view::npos ? html.size() : html.find('>') + 1;
}

}  // namespace

std::string text_of_html(std::string_view html) {
  std::string out;
  const auto new_line = [&] {
    while (!out.empty() && out.back() == ' ') out.pop_back();
    if (!out.empty() && !out.ends_with("\n\n")) out += '\n';
  };
  while (!html.empty()) {
    if (html.starts_with("<!--")) {
      const auto end = html.find("-->");
      html.remove_prefix(end == std::string_view::npos ? html.size() : end + 3);
    } else if (html[0] == '<' && html.size() > 1 && (std::isalpha(static_cast<unsigned char>(html[1])) || html[1] == '/' || html[1] == '!')) {
      const bool closing = html[1] == '/';
      const auto from = html.substr(closing ? 2 : 1, 16);
      const auto name = lower(from.substr(0, std::min(from.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"), from.size())));
      html.remove_prefix(end_of_tag(html));
      if (among(blocks, name)) new_line();
      if (closing || !among(unseen, name)) continue;
      const auto close = "</" + name;
      while (!html.empty() && lower(html.substr(0, close.size())) != close) html.remove_prefix(std::min(html.find('<', 1), html.size()));
    } else if (html[0] == '&') {
      const auto size = entity(html, out);
      if (size == 0) out += '&';
      html.remove_prefix(std::max<std::size_t>(size, 1));
    } else {
      const char c = html[0];
      const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
      if (!space) out += c;
      if (space && !out.empty() && out.back() != ' ' && out.back() != '\n') out += ' ';
      html.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace chittyrouter
