#include "text.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <chitty/utf8.hpp>
#include <memory>
#include <optional>

namespace chittyrouter {

namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// What a charset is called, and what is meant by it (WHATWG Encoding: most who say latin1 send windows-1252).
std::string meant_by(std::string_view charset) {
  const auto name = lower(charset);
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> others{{{"iso-8859-1", "windows-1252"}, {"iso8859-1", "windows-1252"}, {"latin1", "windows-1252"}, {"us-ascii", "windows-1252"}, {"ascii", "windows-1252"}, {"ansi_x3.4-1968", "windows-1252"}, {"iso-8859-9", "windows-1254"}, {"iso-8859-8-i", "iso-8859-8"}, {"gb2312", "gb18030"}, {"gbk", "gb18030"}, {"ks_c_5601-1987", "cp949"}, {"euc-kr", "cp949"}, {"shift_jis", "cp932"}, {"x-sjis", "cp932"}}};
  const auto found = std::find_if(others.begin(), others.end(), [&](const auto& pair) { return pair.first == name; });
  return found == others.end() ? name : std::string(found->second);
}

struct Close {
  void operator()(void* handle) const { ::iconv_close(handle); }
};

// Nothing when there is no such charset or the bytes do not fit it. windows-1252 has five holes, which are what they are in Unicode.
std::optional<std::string> converted(std::string_view bytes, const std::string& charset) {
  const auto opened = ::iconv_open("UTF-8", charset.c_str());
  if (opened == reinterpret_cast<iconv_t>(-1)) return {};
  const std::unique_ptr<void, Close> handle(opened);
  std::string out;
  std::array<char, 4096> buffer{};
  auto* in = const_cast<char*>(bytes.data());
  auto left = bytes.size();
  while (left > 0) {
    auto* to = buffer.data();
    auto room = buffer.size();
    const auto done = ::iconv(handle.get(), &in, &left, &to, &room);
    const auto why = errno;
    out.append(buffer.data(), buffer.size() - room);
    if (done != static_cast<std::size_t>(-1) || why == E2BIG) continue;
    if (charset != "windows-1252") return {};
    out += '\xc2', out += *in++, --left;
  }
  return out;
}

}  // namespace

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string cut(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && continues(text[most])) --most;
  text.resize(most);
  return text;
}

std::string one_line(std::string_view text, std::size_t most) {
  std::string out;
  for (const char c : clean(text, most * 4)) {
    const bool space = c == ' ' || c == '\t' || c == '\n';
    if (!space) out += c;
    if (space && !out.empty() && out.back() != ' ') out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return cut(std::move(out), most);
}

std::string clean(std::string_view text, std::size_t most) {
  std::string out;
  out.reserve(std::min(text.size(), most));
  for (std::size_t i = 0; i < text.size() && out.size() < most + 4; ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '\r') {
      if (i + 1 == text.size() || text[i + 1] != '\n') out += '\n';
      continue;
    }
    if (c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) {  // C1
      ++i;
      continue;
    }
    if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f) continue;
    out += text[i];
  }
  return cut(std::move(out), most);
}

std::string to_utf8(std::string_view bytes, std::string_view charset, std::string& assumed) {
  const bool ascii = std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != 0x1b; });
  const auto meant = meant_by(charset);
  if (ascii && !meant.starts_with("utf-16") && !meant.starts_with("utf-32") && !meant.starts_with("utf-7") && !meant.starts_with("iso-2022") && !meant.starts_with("hz")) return std::string(bytes);
  // What is well-formed UTF-8 beyond ASCII is hardly ever anything else, whatever it is called.
  const bool narrow = meant.empty() || meant == "utf-8" || meant == "utf8" || meant.starts_with("windows-125") || meant == "unknown-8bit" || meant == "8bit";
  if (narrow && chitty::is_utf8(bytes)) {
    if (meant != "utf-8" && meant != "utf8") assumed = "charset '" + cut(std::string(charset), 40) + "' read as utf-8";
    return std::string(bytes);
  }
  if (!meant.empty() && meant != "utf-8" && meant != "utf8")
    if (auto done = converted(bytes, meant)) {
      if (meant != lower(charset)) assumed = "charset '" + cut(std::string(charset), 40) + "' read as " + meant;
      return *done;
    }
  assumed = "charset '" + cut(std::string(charset), 40) + "' read as windows-1252";
  return converted(bytes, "windows-1252").value_or(std::string());
}

std::string unflowed(std::string_view text, bool delete_space) {
  std::string out;
  constexpr std::size_t none = ~std::size_t{0};
  std::size_t open = none;  // the quote depth of a paragraph that goes on
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    const auto quotes = std::min(line.find_first_not_of('>'), line.size());
    auto rest = line.substr(quotes);
    if (rest.starts_with(' ')) rest.remove_prefix(1);  // space-stuffed
    const bool signature = rest == "-- ";
    const bool goes_on = !signature && rest.ends_with(' ');
    if (goes_on && delete_space) rest.remove_suffix(1);
    if (open != none && (open != quotes || signature)) out += '\n', open = none;
    if (open == none && quotes > 0) out.append(quotes, '>'), out += ' ';
    out += rest;
    if (goes_on)
      open = quotes;
    else
      out += '\n', open = none;
  }
  return out;
}

}  // namespace chittyrouter
