// Two databases, compared.
#include "daemon/admin/schema/difference.hpp"
#include "daemon/admin/schema/sides.hpp"

#include <boost/json/serialize.hpp>

namespace chitty::host::daemon {
namespace {

json::object row_of(const Change& change) {
  json::object row{{"kind", change.kind}, {"table", change.table}, {"name", change.name}, {"change", change.change}};
  if (!change.before.empty()) row["before"] = change.before;
  if (!change.after.empty()) row["after"] = change.after;
  if (!change.sql.empty()) row["sql"] = json::array(change.sql.begin(), change.sql.end());
  if (!change.hazard.empty()) row["hazard"] = change.hazard;
  return row;
}

// A database of the first shape, brought by the script to the second: is nothing left that differs?
bool is_proved(const Shape& from, const Shape& to, const std::string& script) {
  auto scratch = sqlite_owner_session(":memory:", false);
  if (!scratch || !(*scratch)->script(made_anew(from)) || !(*scratch)->script(script)) return false;
  const auto made = shape_of(**scratch);
  return made && difference(*made, to).empty();
}

}  // namespace

Result<json::object> diff_schemas(const Desk& desk) {
  const auto from = shape_of_side(desk, desk.text("from"));
  if (!from) return from.error();
  const auto to = shape_of_side(desk, desk.text("to"));
  if (!to) return to.error();
  const auto changes = difference(*from, *to);
  const auto script = script_of(changes, from->engine);
  json::object result{{"differences", changes.size()}, {"from", from->engine}, {"to", to->engine}};
  if (from->engine == "sqlite" && to->engine == "sqlite" && !changes.empty()) result["proved"] = is_proved(*from, *to, script);
  if (desk.flag("sql")) {
    if (auto told = desk.frames.data(script); !told) return told.error();
    return result;
  }
  for (const auto& change : changes)
    if (auto told = desk.frames.record(json::serialize(row_of(change))); !told) return told.error();
  return result;
}

}  // namespace chitty::host::daemon
