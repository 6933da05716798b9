#include "daemon/admin/migration_state.hpp"

#include "base/hash.hpp"
#include "daemon/store/migrations.hpp"

#include <algorithm>
#include <map>

namespace chitty::host::daemon {
namespace {

using Rows = std::map<std::pair<std::string, std::string>, std::vector<std::string>>;

// A table of the daemon's own whose key is (service, id); none where it is not there yet.
Result<Rows> rows_by_step(OwnerSession& session, const std::vector<std::string>& there, const std::string& table) {
  Rows rows;
  if (std::find(there.begin(), there.end(), table) == there.end()) return rows;
  const auto shape = session.shape(table);
  if (!shape) return shape.error();
  auto done = session.read(*shape, [&](const std::vector<Cell>& cells) -> Result<void> {
    std::vector<std::string> texts;
    for (const auto& cell : cells) texts.emplace_back(cell.text);
    rows.emplace(std::pair(texts.at(0), texts.at(1)), std::vector(texts.begin() + 2, texts.end()));
    return {};
  });
  if (!done) return done.error();
  return rows;
}

}  // namespace

Result<std::vector<StepState>> migration_steps(const Desk& desk, OwnerSession& session) {
  const auto wanted = desk.text("service");
  if (!wanted.empty() && !desk.known.service(wanted))
    return make_error(Code::not_found, "The service '" + wanted + "' is not installed.", "List the plugins: chitty plugin list");
  const auto there = session.tables();
  if (!there) return there.error();
  auto applied = rows_by_step(session, *there, "chitty_migrations");
  if (!applied) return applied.error();
  const auto tokens = rows_by_step(session, *there, "chitty_migration_tokens");
  if (!tokens) return tokens.error();
  std::vector<StepState> steps;
  for (const auto& service : desk.known.services()) {
    if (!wanted.empty() && service.service != wanted) continue;
    for (const auto& step : service.migrations) {
      const auto found = applied->find({service.service, step.id});
      if (found == applied->end()) {
        steps.push_back({service.service, step.id, "pending", {}});
        continue;
      }
      const auto marks = tokens->find({service.service, step.id});
      const auto& text = found->second.at(0);
      const auto mark = marks == tokens->end() ? std::string() : marks->second.at(0);
      const bool same = is_same_step(step, text, mark);
      steps.push_back({service.service, step.id, !same ? "changed" : text == hex(sha256(step.up)) ? "applied"
                                                                                                  : "reformatted",
                       found->second.at(1)});
      applied->erase(found);
    }
  }
  for (const auto& [step, row] : *applied)
    if (wanted.empty() || step.first == wanted)
      if (desk.known.service(step.first)) steps.push_back({step.first, step.second, "unknown", row.at(1)});
  return steps;
}

}  // namespace chitty::host::daemon
