#include "daemon/json_pieces.hpp"

#include <charconv>
#include <cmath>

namespace chitty::daemon {

void append_number(std::string& out, std::int64_t value) {
  char text[24];
  out.append(text, std::to_chars(text, text + sizeof text, value).ptr);
}

void append_number(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  char text[32];
  const std::string_view shown(text, static_cast<std::size_t>(std::to_chars(text, text + sizeof text, value).ptr - text));
  out += shown;
  if (shown.find_first_of(".e") == std::string_view::npos) out += ".0";
}

}  // namespace chitty::daemon
