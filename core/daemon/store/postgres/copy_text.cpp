#include "daemon/store/postgres/copy_text.hpp"

#include <charconv>
#include <cmath>

namespace chitty::host::daemon {
namespace {

constexpr char digits[] = "0123456789abcdef";

int digit(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                                        : c >= 'A' && c <= 'F'   ? c - 'A' + 10
                                                                                 : -1; }

char escape_of(char c) {
  switch (c) {
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    case '\v': return 'v';
    case '\\': return '\\';
    default: return 0;
  }
}

char unescaped(char c) {
  switch (c) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    default: return c;
  }
}

}  // namespace

void append_copied(std::string& line, const Cell& cell) {
  char number[40];
  switch (cell.kind) {
    case Cell::Kind::null: line += "\\N"; return;
    case Cell::Kind::flag: line += cell.integer ? 't' : 'f'; return;
    case Cell::Kind::integer: line.append(number, std::to_chars(number, number + sizeof number, cell.integer).ptr); return;
    case Cell::Kind::real:
      if (std::isnan(cell.real)) line += "NaN";
      else if (std::isinf(cell.real)) line += cell.real < 0 ? "-Infinity" : "Infinity";
      else line.append(number, std::to_chars(number, number + sizeof number, cell.real).ptr);
      return;
    case Cell::Kind::bytes:
      line += "\\\\x";
      for (const char byte : cell.text) line += digits[static_cast<unsigned char>(byte) >> 4], line += digits[byte & 15];
      return;
    default: break;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < cell.text.size(); ++i) {
    const char escaped = static_cast<unsigned char>(cell.text[i]) < 32 || cell.text[i] == '\\' ? escape_of(cell.text[i]) : '\0';
    if (!escaped) continue;
    line.append(cell.text, kept, i - kept).append({'\\', escaped});
    kept = i + 1;
  }
  line.append(cell.text, kept);
}

void read_shown(Cell& cell, std::optional<Cell::Kind> kind, char* text, std::size_t size) {
  cell.kind = kind.value_or(Cell::Kind::text);
  cell.text = {text, size};
  if (kind == Cell::Kind::integer) std::from_chars(text, text + size, cell.integer);
  if (kind == Cell::Kind::flag) cell.integer = size > 0 && *text == 't' ? 1 : 0;
  if (kind == Cell::Kind::real) {
    const auto negative = size > 0 && *text == '-';
    if (cell.text.ends_with("Infinity")) cell.real = negative ? -HUGE_VAL : HUGE_VAL;
    else if (cell.text == "NaN") cell.real = std::nan("");
    else std::from_chars(text, text + size, cell.real);
  }
  if (kind != Cell::Kind::bytes || size < 2) return;
  std::size_t made = 0;
  for (std::size_t i = 2; i + 1 < size; i += 2) text[made++] = static_cast<char>(digit(text[i]) << 4 | digit(text[i + 1]));
  cell.text = {text, made};
}

bool read_copied(std::string_view line, const std::vector<TableColumn>& columns, std::vector<Cell>& cells, std::string& room) {
  room.resize(line.size());  // what is unescaped is never longer
  char* out = room.data();
  std::size_t at = 0, column = 0;
  cells.resize(columns.size());
  while (column < columns.size()) {
    char* begin = out;
    const bool null = line.substr(at, 2) == "\\N" && (at + 2 == line.size() || line[at + 2] == '\t');
    for (; at < line.size() && line[at] != '\t'; ++at) *out++ = line[at] == '\\' && at + 1 < line.size() ? unescaped(line[++at]) : line[at];
    if (null) cells[column] = Cell();
    else read_shown(cells[column], columns[column].kind, begin, static_cast<std::size_t>(out - begin));
    ++column;
    if (at == line.size()) break;
    ++at;
  }
  return column == columns.size() && at >= line.size();
}

std::optional<Cell::Kind> kind_of_oid(unsigned type) {
  switch (type) {
    case 16: return Cell::Kind::flag;
    case 17: return Cell::Kind::bytes;
    case 20:
    case 21:
    case 23: return Cell::Kind::integer;
    case 26: return Cell::Kind::integer;
    case 700:
    case 701: return Cell::Kind::real;
    case 1700: return Cell::Kind::number;
    case 25:
    case 1042:
    case 1043: return Cell::Kind::text;
    default: return std::nullopt;
  }
}

}  // namespace chitty::host::daemon
