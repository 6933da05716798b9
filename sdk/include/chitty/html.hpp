// Text into a page: what a browser would take for markup is written so that it shows as it is, between tags and inside
// quoted attributes alike.
#ifndef CHITTY_HTML_HPP
#define CHITTY_HTML_HPP

#include <string>
#include <string_view>

namespace chitty {

inline std::string escape_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace chitty

#endif  // CHITTY_HTML_HPP
