#include "daemon/admin/cell_text.hpp"

#include <chitty/base64.hpp>
#include <chitty/json_text.hpp>

#include <charconv>
#include <cmath>

namespace chitty::host::daemon {
namespace {

constexpr std::int64_t most_exact = std::int64_t{1} << 53;

void append_integer(std::string& out, std::int64_t value) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

// The shortest digits that are this very number; a point, so that it stays a real where a column takes anything.
void append_real(std::string& out, double value) {
  char digits[40];
  const std::string_view text(digits, static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, value).ptr - digits));
  out.append(text);
  if (text.find_first_of(".e") == std::string_view::npos) out += ".0";
}

const char* word_for(double value) { return std::isnan(value) ? "NaN" : value < 0 ? "-Infinity"
                                                                                  : "Infinity"; }

}  // namespace

void append_json(std::string& out, const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::null: out += "null"; return;
    case Cell::Kind::flag: out += cell.integer ? "true" : "false"; return;
    case Cell::Kind::integer: {
      const bool exact = cell.integer <= most_exact && cell.integer >= -most_exact;
      if (!exact) out += '"';
      append_integer(out, cell.integer);
      if (!exact) out += '"';
      return;
    }
    case Cell::Kind::real:
      if (std::isfinite(cell.real)) return append_real(out, cell.real);
      out.append("\"").append(word_for(cell.real)).append("\"");
      return;
    case Cell::Kind::bytes: out.append("{\"base64\":\"").append(base64(cell.text)).append("\"}"); return;
    default: append_quoted(out, cell.text);
  }
}

void append_csv(std::string& out, const Cell& cell) {
  static constexpr char digits[] = "0123456789abcdef";
  switch (cell.kind) {
    case Cell::Kind::null: return;
    case Cell::Kind::flag: out += cell.integer ? "true" : "false"; return;
    case Cell::Kind::integer: return append_integer(out, cell.integer);
    case Cell::Kind::real:
      if (std::isfinite(cell.real)) return append_real(out, cell.real);
      out += word_for(cell.real);
      return;
    case Cell::Kind::bytes:
      out += "\\x";
      for (const char byte : cell.text) out += digits[static_cast<unsigned char>(byte) >> 4], out += digits[byte & 15];
      return;
    default: break;
  }
  // A line `\.` would end the data for PostgreSQL before 18.
  if (!cell.text.empty() && cell.text != "\\." && cell.text.find_first_of("\",\r\n") == std::string_view::npos && cell.text.front() != ' ' && cell.text.back() != ' ') {
    out += cell.text;
    return;
  }
  out += '"';
  for (const char c : cell.text) out.append(c == '"' ? 2 : 1, c);
  out += '"';
}

}  // namespace chitty::host::daemon
