// Which database it is, what is in it, and whether its tables are as the installed plugins want them.
#include "daemon/admin/backups.hpp"
#include "daemon/admin/desk.hpp"
#include "daemon/admin/migration_state.hpp"

namespace chitty::host::daemon {

Result<json::object> show_status(const Desk& desk) {
  auto session = desk.open(true);
  if (!session) return session.error();
  const auto there = (*session)->tables();
  if (!there) return there.error();
  const auto size = (*session)->size_bytes();
  if (!size) return size.error();
  const auto steps = migration_steps(desk, **session);
  if (!steps) return steps.error();
  std::size_t applied = 0, pending = 0, wrong = 0;
  for (const auto& step : *steps) (step.state == "applied" || step.state == "reformatted" ? applied : step.state == "pending" ? pending
                                                                                                                              : wrong)++;
  std::string migrations = std::to_string(applied) + " applied";
  if (pending > 0) migrations += ", " + std::to_string(pending) + " pending";
  if (wrong > 0) migrations += ", " + std::to_string(wrong) + " that do not fit";
  json::object result{{"engine", (*session)->engine()}, {"database", desk.dialect.shown()}, {"sizeBytes", *size}, {"tables", there->size()}, {"applied", applied}, {"pending", pending}, {"unfit", wrong}, {"migrations", migrations}};
  const auto backups = kept_backups(desk);
  if (!backups.empty()) {
    result["lastBackupAt"] = text_in(backups.front(), "createdAt");
    result["lastProvedAt"] = text_in(backups.front(), "provedAt");
  }
  return result;
}

}  // namespace chitty::host::daemon
