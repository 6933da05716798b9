#include "export_text.hpp"

#include <boost/json/serialize.hpp>
#include <chitty/members.hpp>
#include <chitty/time.hpp>

namespace chittyportal {

using namespace chitty;

namespace {

constexpr std::string_view columns[] = {"at", "service", "route", "requests", "refused", "errors", "bytesIn", "bytesOut", "p50Ms", "p95Ms", "p99Ms"};

std::string field(const json::value& value) {
  if (value.is_null()) return {};
  return value.is_string() ? csv_text(value.get_string()) : json::serialize(value);
}

}  // namespace

std::string csv_text(std::string_view text) {
  const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  const std::string whole = (formula ? "'" : "") + std::string(text);
  if (whole.find_first_of(",\"\r\n") == std::string::npos) return whole;
  std::string quoted = "\"";
  for (const char c : whole) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + "\"";
}

std::string_view ExportText::media_type() const {
  return format_ == "csv" ? "text/csv; charset=utf-8" : format_ == "ndjson" ? "application/x-ndjson"
                                                                            : "application/json";
}

std::string ExportText::head() const {
  if (format_ == "json") return "[";
  if (format_ != "csv") return {};
  std::string line;
  for (const auto column : columns) line.append(line.empty() ? "" : ",").append(column);
  return line + "\r\n";
}

std::string ExportText::row(const json::object& sums) {
  json::object shown;
  for (const auto column : columns) shown[column] = sums.contains(column) ? sums.at(column) : json::value();
  shown["at"] = rfc3339(sums.at("at").to_number<std::int64_t>());
  if (format_ == "json") return (std::exchange(first_, false) ? "\n" : ",\n") + json::serialize(shown);
  if (format_ == "ndjson") return json::serialize(shown) + "\n";
  std::string line;
  for (const auto& [name, value] : shown) line.append(name == "at" ? "" : ",").append(field(value));
  return line + "\r\n";
}

std::string ExportText::foot() const { return format_ == "json" ? "\n]\n" : ""; }

}  // namespace chittyportal
