#include "view/cells.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "base/time.hpp"
#include "view/json_text.hpp"

namespace chitty::host {
namespace {

std::string pointer_to(std::string_view member) {
  std::string pointer = "/";
  for (const char c : member) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
  return pointer;
}

bool has_title(const std::vector<Column>& columns, std::string_view title) {
  return std::any_of(columns.begin(), columns.end(), [&](const Column& column) { return column.title == title; });
}

}  // namespace

std::vector<Column> columns_of(const std::vector<json::value>& records) {
  std::vector<Column> columns;
  for (const auto& record : records) {
    if (!record.is_object()) return {Column{.title = "value", .pointer = ""}};
    for (const auto& [name, member] : record.get_object())
      if (!has_title(columns, name)) columns.push_back({.title = std::string(name), .pointer = pointer_to(name)});
  }
  return columns;
}

std::string age_of(const json::value& time, std::int64_t now) {
  std::int64_t at = 0;
  if (time.is_int64()) {
    constexpr std::int64_t surely_milliseconds = 100'000'000'000;  // as seconds that were the year 5138
    at = time.get_int64() < surely_milliseconds ? time.get_int64() * 1000 : time.get_int64();
  } else {
    const auto parsed = time.is_string() ? parse_time(time.get_string(), now) : Result<UnixMs>(Error());
    if (!parsed) return {};
    at = *parsed;
  }
  const std::int64_t seconds = (now > at ? now - at : at - now) / 1000;
  constexpr std::pair<std::int64_t, char> units[] = {{365 * 86400, 'y'}, {86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};
  for (const auto& [length, letter] : units)
    if (seconds >= length || length == 1) return (at > now ? "in " : "") + std::to_string(seconds / length) + letter;
  return {};
}

std::string bytes_of(const json::value& count) {
  if (!count.is_number()) return {};
  constexpr std::array<const char*, 6> units{"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  auto amount = count.to_number<double>();
  if (std::abs(amount) < 1024) return cell_text(&count) + " B";
  std::size_t unit = 0;
  for (amount /= 1024; std::abs(amount) >= 1023.95 && unit + 1 < units.size(); ++unit) amount /= 1024;
  std::array<char, 32> digits;
  std::snprintf(digits.data(), digits.size(), "%.1f", amount);
  std::string text(digits.data());
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text + " " + units[unit];
}

namespace {

// What the numbers of a column count: the column says it, or a member of the record does.
bool counts_bytes(const json::value& record, const Column& column) {
  if (column.unit.empty() || column.unit.front() != '/') return column.unit == "bytes";
  boost::system::error_code ec;
  const auto* said = record.find_pointer(column.unit, ec);
  return said && *said == "bytes";
}

}  // namespace

Cell cell_of(const json::value& record, const Column& column, std::int64_t now_ms) {
  boost::system::error_code ec;
  const auto* at = record.find_pointer(column.pointer, ec);
  if (column.as == Column::As::count) {
    if (at && at->is_array()) return Cell(json::value(at->get_array().size()));
    if (at && at->is_object()) return Cell(json::value(at->get_object().size()));
  }
  if (now_ms != 0 && at && column.as == Column::As::age)
    if (const auto age = age_of(*at, now_ms); !age.empty()) return Cell(json::value(age));
  if (now_ms != 0 && at && counts_bytes(record, column))
    if (const auto bytes = bytes_of(*at); !bytes.empty()) return Cell(json::value(bytes));
  if (column.more.empty()) return at;
  std::string all = cell_text(at);
  for (const auto& pointer : column.more) {
    const auto text = cell_text(record.find_pointer(pointer, ec));
    if (!text.empty()) all += (all.empty() ? "" : column.join) + text;
  }
  return Cell(json::value(all));
}

std::string cell_text(const json::value* cell) {
  if (!cell || cell->is_null()) return {};
  if (cell->is_string()) return std::string(cell->get_string());
  return compact_json(*cell);
}

std::string words_text(const json::value* cell) {
  if (!cell || !cell->is_array()) return cell_text(cell);
  std::string all;
  for (const auto& item : cell->get_array()) {
    if (item.is_structured()) return cell_text(cell);
    all += (all.empty() ? "" : ",") + cell_text(&item);
  }
  return all;
}

std::string reading_text(const json::value* cell) {
  if (!cell || !cell->is_array()) return cell_text(cell);
  std::string all;
  for (const auto& item : cell->get_array()) {
    const auto* object = item.if_object();
    const auto* name = object ? object->if_contains("name") : nullptr;
    if (item.is_array() || (object && !(name && name->is_string()))) return cell_text(cell);
    all += (all.empty() ? "" : ", ") + cell_text(object ? name : &item);
  }
  return all;
}

std::vector<std::string> members_beyond(const json::value& record, const std::vector<Column>& columns) {
  std::vector<std::string> beyond;
  if (!record.is_object()) return beyond;
  for (const auto& [name, member] : record.get_object())
    if (!has_title(columns, name)) beyond.emplace_back(name);
  return beyond;
}

}  // namespace chitty::host
