#include "base/json_pieces.hpp"

#include <charconv>
#include <cmath>

namespace chitty::host {

void append_member(std::string& out, std::string_view name, std::string_view value) {
  out.append(",\"").append(name).append("\":");
  append_quoted(out, value);
}

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

}  // namespace chitty::host
