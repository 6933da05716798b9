#include "export_text.hpp"

#include "event_record.hpp"
#include "event_text.hpp"

namespace chittychronicle {

using namespace chitty;

namespace {

// In quotes where it must be; what a spreadsheet would take for a formula gets a quote before it.
void append_cell(std::string& line, std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) text.insert(text.begin(), '\'');
  if (text.find_first_of("\",\r\n") == std::string::npos) {
    line += text;
    return;
  }
  line += '"';
  for (const char c : text) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

std::string csv_line(std::string_view text) {
  const RowText row(text);
  std::string line;
  const auto cell = [&](std::string_view column) {
    if (!line.empty() || column != event_columns.front()) line += ',';
    const auto raw = row.raw(column);
    append_cell(line, raw == "null" ? std::string() : raw.starts_with('"') ? row.text(column)
                                                                           : std::string(raw));
  };
  for (const auto column : event_columns) cell(column);
  cell("chain");
  return line + "\r\n";
}

std::string titles() {
  std::string line;
  for (const auto column : event_columns) line.append(column).append(",");
  return line + "chain\r\n";
}

}  // namespace

std::optional<ExportFormat> export_format(std::string_view name) {
  if (name == "json") return ExportFormat::json;
  if (name == "ndjson") return ExportFormat::ndjson;
  if (name == "csv") return ExportFormat::csv;
  return std::nullopt;
}

std::string_view ExportText::content_type() const {
  constexpr std::string_view types[] = {"application/json", "application/x-ndjson", "text/csv; charset=utf-8"};
  return types[static_cast<int>(format_)];
}

std::string ExportText::begin() const {
  if (format_ == ExportFormat::json) return "[";
  return format_ == ExportFormat::csv && from_the_start_ ? titles() : std::string();
}

std::string ExportText::event(std::string_view row) {
  if (format_ == ExportFormat::csv) return csv_line(row);
  if (format_ == ExportFormat::ndjson) return event_text(row) + "\n";
  const bool first = !std::exchange(any_, true);
  return (first ? "\n" : ",\n") + event_text(row);
}

std::string ExportText::end() const { return format_ == ExportFormat::json ? "\n]\n" : ""; }

}  // namespace chittychronicle
