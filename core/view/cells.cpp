#include "view/cells.hpp"

#include <algorithm>

#include "view/json_text.hpp"

namespace chitty {
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
    if (!record.is_object()) return {Column{"value", ""}};
    for (const auto& [name, member] : record.get_object())
      if (!has_title(columns, name)) columns.push_back({std::string(name), pointer_to(name)});
  }
  return columns;
}

const json::value* cell_of(const json::value& record, const Column& column) {
  boost::system::error_code ec;
  return record.find_pointer(column.pointer, ec);
}

std::string cell_text(const json::value* cell) {
  if (!cell || cell->is_null()) return {};
  if (cell->is_string()) return std::string(cell->get_string());
  return compact_json(*cell);
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

}  // namespace chitty
