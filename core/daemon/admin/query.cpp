// One statement that the owner has typed: its rows as records.
#include "daemon/admin/cell_text.hpp"
#include "daemon/admin/desk.hpp"

#include <chitty/json_text.hpp>

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace chitty::host::daemon {
namespace {

constexpr std::int64_t usual_limit_ms = 10 * 60 * 1000;

// Two columns may have one name, members of an object may not.
std::vector<std::string> member_names(const std::vector<std::string>& columns) {
  std::vector<std::string> names;
  for (const auto& column : columns) {
    std::string name = column;
    for (int number = 2; std::find(names.begin(), names.end(), name) != names.end(); ++number) name = column + "_" + std::to_string(number);
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace

Result<json::object> run_query(const Desk& desk) {
  Guard guard;
  guard.write = desk.flag("write");
  guard.limit = std::chrono::milliseconds(desk.number("limitMs", usual_limit_ms));
  auto session = desk.open(!guard.write);
  if (!session) return session.error();
  const auto there = (*session)->tables();
  if (!there) return there.error();
  guard.hidden = desk.known.hidden_of(*there);
  guard.resolve = [&](const std::string& noun) { return desk.known.table_of(noun, *there); };

  std::vector<std::string> heads;  // `"name":`, the first without a comma
  const auto named = [&](const std::vector<std::string>& columns) -> Result<void> {
    for (const auto& name : member_names(columns)) {
      std::string head = heads.empty() ? "{" : ",";
      append_quoted(head, name);
      heads.push_back(head + ":");
    }
    return {};
  };
  std::string row;
  std::uint64_t rows = 0;
  const auto take = [&](const std::vector<Cell>& cells) {
    row.clear();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      row += heads[i];
      append_json(row, cells[i]);
    }
    row += '}';
    ++rows;
    return desk.frames.record(row);
  };
  auto done = (*session)->query(desk.text("sql"), guard, named, take);
  if (!done) return done.error();
  json::object result{{"rows", rows}};
  if (guard.write && heads.empty()) result["changed"] = *done;
  return result;
}

}  // namespace chitty::host::daemon
