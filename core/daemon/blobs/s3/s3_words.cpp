#include "daemon/blobs/s3/s3_words.hpp"

#include "base/text.hpp"

#include <array>
#include <utility>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t longest = 2048;
constexpr std::array<std::pair<std::string_view, char>, 6> entities{
    {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#34;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}}};

std::string unescaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::pair<std::string_view, char> found{text.substr(0, 1), text.front()};
    for (const auto& entity : entities)
      if (text.starts_with(entity.first)) found = entity;
    out += found.second;
    text.remove_prefix(found.first.size());
  }
  return out;
}

}  // namespace

std::string xml_text(std::string_view document, std::string_view name) {
  const std::string begin = "<" + std::string(name) + ">", end = "</" + std::string(name) + ">";
  const auto from = document.find(begin);
  if (from == std::string_view::npos) return {};
  const auto rest = document.substr(from + begin.size(), longest + end.size());
  const auto to = rest.find('<');
  if (to == std::string_view::npos || !rest.substr(to).starts_with(end)) return {};
  return unescaped(trim(rest.substr(0, to)));
}

// Behind a declaration and comments; a document type is not one that a store sends.
bool xml_root_is(std::string_view document, std::string_view name) {
  for (;;) {
    document = trim(without_byte_order_mark(document));
    const auto end = document.starts_with("<?")     ? document.find("?>")
                     : document.starts_with("<!--") ? document.find("-->")
                                                    : std::string_view::npos;
    if (end == std::string_view::npos) break;
    document.remove_prefix(end + (document.starts_with("<?") ? 2 : 3));
  }
  if (!document.starts_with("<" + std::string(name))) return false;
  const auto next = document.substr(name.size() + 1, 1);
  return next == ">" || next == " " || next == "/" || next == "\n";
}

std::string xml_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

}  // namespace chitty::host::daemon
