#include "daemon/admin/row_source.hpp"

#include <charconv>
#include <cmath>

namespace chitty::host::daemon {
namespace {

std::string cut(std::string_view text) {
  std::string shown = "'";
  for (const char c : text.substr(0, 40)) shown += static_cast<unsigned char>(c) < 32 ? ' ' : c;
  return shown + (text.size() > 40 ? "…'" : "'");
}

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string cell_of_text(Cell& cell, std::optional<Cell::Kind> kind, std::string_view text) {
  cell.kind = kind.value_or(Cell::Kind::text);
  cell.text = text;
  const char* end = text.data() + text.size();
  if (kind == Cell::Kind::integer) {
    const auto read = std::from_chars(text.data(), end, cell.integer);
    if (read.ec == std::errc() && read.ptr == end) return {};
    return read.ec == std::errc::result_out_of_range ? cut(text) + " is too large for an integer" : "expected an integer, not " + cut(text);
  }
  if (kind == Cell::Kind::real) {
    if (text == "NaN" || text == "Infinity" || text == "-Infinity") {
      cell.real = text == "NaN" ? std::nan("") : text.front() == '-' ? -HUGE_VAL
                                                                     : HUGE_VAL;
      return {};
    }
    const auto read = std::from_chars(text.data(), end, cell.real);
    if (read.ec == std::errc() && read.ptr == end) return {};
    return "expected a number, not " + cut(text);
  }
  if (kind == Cell::Kind::flag) {
    if (text != "true" && text != "false" && text != "t" && text != "f") return "expected true or false, not " + cut(text);
    cell.integer = text.front() == 't' ? 1 : 0;
    return {};
  }
  if (kind == Cell::Kind::number && !is_number(text) && text != "NaN") return "expected a number, not " + cut(text);
  return {};
}

Result<std::unique_ptr<RowSource>> row_source(Input& input, const TableShape& table, const std::string& format) {
  std::string chosen = format;
  if (chosen.empty()) {
    auto begin = std::string_view::npos;
    for (;;) {
      begin = input.rest().find_first_not_of(" \t\r\n");
      if (begin != std::string_view::npos) break;
      input.take(input.rest().size());
      const auto more = input.more();
      if (!more) return more.error();
      if (!*more) return usage_error("There is nothing to import: standard input is empty.");
    }
    const char first = input.rest()[begin];
    chosen = first == '[' ? "json" : first == '{' ? "ndjson"
                                                  : "csv";
  }
  if (chosen == "csv") return csv_rows(input, table);
  return json_rows(input, table, chosen == "ndjson");
}

}  // namespace chitty::host::daemon
