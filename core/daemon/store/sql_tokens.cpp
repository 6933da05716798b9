#include "daemon/store/sql_tokens.hpp"

#include <algorithm>
#include <cctype>

namespace chitty::host::daemon {
namespace {

bool is_part(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || static_cast<unsigned char>(c) >= 0x80; }

}  // namespace

std::string sql_tokens(std::string_view script) {
  std::string tokens;
  for (std::size_t at = 0; at < script.size();) {
    const char c = script[at];
    if (std::isspace(static_cast<unsigned char>(c))) {
      ++at;
    } else if (script.substr(at, 2) == "--") {
      at = std::min(script.find('\n', at), script.size());
    } else if (script.substr(at, 2) == "/*") {
      const auto end = script.find("*/", at + 2);
      at = end == std::string_view::npos ? script.size() : end + 2;
    } else if (c == '\'' || c == '"') {
      auto end = script.find(c, at + 1);
      while (end != std::string_view::npos && script.substr(end + 1, 1) == std::string_view(&c, 1)) end = script.find(c, end + 2);
      end = std::min(end, script.size() - 1);
      tokens.append(script.substr(at, end + 1 - at)).push_back(' ');
      at = end + 1;
    } else if (is_part(c)) {
      for (; at < script.size() && is_part(script[at]); ++at) tokens += static_cast<char>(std::tolower(static_cast<unsigned char>(script[at])));
      tokens.push_back(' ');
    } else {
      tokens.append({c, ' '});
      ++at;
    }
  }
  while (tokens.ends_with(';') || tokens.ends_with(' ')) tokens.pop_back();
  return tokens;
}

}  // namespace chitty::host::daemon
