// chitty os health: is all well? Fails when something is not, so that a script can ask.
#include "commands.hpp"

namespace chitty::os::commands {

namespace {

bool well(const json::value& row) {
  const auto* status = row.as_object().if_contains("status");
  return status && (*status == "ok" || *status == "healthy" || *status == "operational");
}

std::string name_of(const json::value& row) {
  const auto* name = row.as_object().if_contains("name");
  return name && name->is_string() ? std::string(name->get_string()) : std::string();
}

Result<json::array> only(const json::array& rows, const std::string& wanted) {
  std::string known;
  for (const auto& row : rows) {
    if (name_of(row) == wanted) return json::array{row};
    known += (known.empty() ? "" : ", ") + name_of(row);
  }
  return make_error(Code::not_found, "No service here is called " + wanted, "Here: " + known);
}

}  // namespace

Result<Reply> health(const Arguments& args, Host& host) {
  auto rows = rows_of_status(host);
  if (!rows) return rows.error();
  if (!well(rows->front())) return make_error(Code::unreachable, "chittyd does not run.", "Start it: chitty os up");
  if (args.has("service")) {
    rows = only(*rows, args.text("service"));
    if (!rows) return rows.error();
  }

  std::string unwell;
  for (const auto& row : *rows) {
    const bool shown = args.flag("all") || args.has("service") || !well(row) || name_of(row) == "chittyd";
    if (!well(row)) unwell += (unwell.empty() ? "" : ", ") + name_of(row);
    if (!shown) continue;
    if (auto given = host.record(row); !given) return given.error();
  }
  if (unwell.empty()) return Reply::nothing();
  return make_error(Code::refused, "Not well: " + unwell + ".", "See the daemon's log.");
}

}  // namespace chitty::os::commands
