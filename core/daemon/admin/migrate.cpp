// Steps of services' tables: shown, foreseen, taken, taken back.
#include "daemon/admin/desk.hpp"
#include "daemon/admin/migration_state.hpp"
#include "daemon/store/migrations.hpp"
#include "daemon/store/store.hpp"
#include "local/pid_file.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace chitty::host::daemon {
namespace {

json::object row_of(const StepState& step) {
  json::object row{{"service", step.service}, {"id", step.id}, {"state", step.state}};
  if (!step.applied_at.empty()) row["appliedAt"] = step.applied_at;
  return row;
}

// What stops a way up: SQL that was changed after it had been applied, steps of a newer version.
Result<void> may_go_on(const std::vector<StepState>& steps) {
  for (const auto& step : steps) {
    if (step.state == "changed")
      return make_error(Code::conflict, "The migration " + step.id + " of " + step.service + " was changed after it had been applied.",
                        "Restore it, and make the change in a new migration.");
    if (step.state == "unknown")
      return make_error(Code::conflict, "The database has the migration " + step.id + " of " + step.service + ", which the installed version does not know.",
                        "Install the newer version of the plugin again.");
  }
  return {};
}

// A deployment has rows of its own, and wants none of ours.
Result<void> give(const Desk& desk, const json::object& row) { return desk.flag("silent") ? Result<void>() : desk.frames.record(json::serialize(row)); }

Result<void> tell(const Desk& desk, const std::vector<StepState>& steps, std::string_view state) {
  for (const auto& step : steps)
    if (state.empty() || step.state == state)
      if (auto told = give(desk, row_of(step)); !told) return told;
  return {};
}

const Migration& migration_of(const Desk& desk, const StepState& step) {
  const auto& all = desk.known.service(step.service)->migrations;
  return *std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == step.id; });
}

void note_reformatted(const Desk& desk, const std::vector<StepState>& steps) {
  for (const auto& step : steps)
    if (step.state == "reformatted") desk.frames.note("The migration " + step.id + " of " + step.service + " reads differently now, and does the same");
}

Result<std::size_t> up(const Desk& desk, StoreConnection& connection, const std::vector<StepState>& steps) {
  std::size_t count = 0;
  for (const auto& service : desk.known.services()) {
    const auto pending = std::count_if(steps.begin(), steps.end(), [&](const auto& step) { return step.service == service.service && step.state == "pending"; });
    if (pending == 0) continue;
    auto done = migrate(connection, service.service, service.migrations);
    if (!done) return done.error();
    count += *done;
  }
  for (auto step : steps)
    if (step.state == "pending") {
      step.state = "applied";
      if (auto told = give(desk, row_of(step)); !told) return told.error();
    }
  return count;
}

Result<std::size_t> down(const Desk& desk, StoreConnection& connection, const std::vector<StepState>& steps) {
  const auto wanted = desk.text("service");
  const auto count = static_cast<std::size_t>(desk.number("steps", 1));
  std::vector<StepState> taken;
  for (auto step = steps.rbegin(); step != steps.rend() && taken.size() < count; ++step)
    if (step->state == "applied" || step->state == "reformatted") taken.push_back(*step);
  for (const auto& step : taken)
    if (migration_of(desk, step).down.find_first_not_of(" \t\r\n") == std::string::npos)
      return make_error(Code::refused, "The migration " + step.id + " of " + step.service + " cannot be taken back: it does not say how.");
  if (!desk.flag("dryRun")) {
    auto done = migrate_down(connection, wanted, desk.known.service(wanted)->migrations, count);
    if (!done) return done.error();
  }
  for (auto& step : taken) {
    step.state = "pending";
    step.applied_at.clear();
    if (auto told = give(desk, row_of(step)); !told) return told.error();
  }
  return taken.size();
}

Result<void> event(const Desk& desk, const std::string& way, std::size_t count) {
  if (count == 0) return {};
  json::object data{{"direction", way}, {"steps", count}};
  if (!desk.text("service").empty()) data["service"] = desk.text("service");
  auto session = desk.dialect.owner_session(false);
  if (!session) return session.error();
  return desk.event(**session, "database.migrated", data);
}

}  // namespace

Result<json::object> migrate_services(const Desk& desk) {
  const bool deploys = desk.text("way") == "deploy";  // up, and then told of all that is there
  const auto way = deploys ? std::string("up") : desk.text("way");
  std::vector<StepState> steps;
  {
    auto session = desk.open(true);
    if (!session) return session.error();
    auto found = migration_steps(desk, **session);
    if (!found) return found.error();
    steps = std::move(*found);
    desk.interruption.watch(nullptr);
  }
  const auto pending = static_cast<std::size_t>(std::count_if(steps.begin(), steps.end(), [](const auto& step) { return step.state == "pending"; }));
  if (way == "status") {
    if (auto told = tell(desk, steps, ""); !told) return told.error();
    return json::object{{"steps", steps.size()}, {"pending", pending}};
  }
  note_reformatted(desk, steps);
  if (auto may = may_go_on(steps); !may) return may.error();
  if (way == "plan" || (way == "up" && desk.flag("dryRun"))) {
    for (const auto& step : steps) {
      if (step.state != "pending") continue;
      auto row = row_of(step);
      row["sql"] = migration_of(desk, step).up;
      if (auto told = give(desk, row); !told) return told.error();
    }
    return json::object{{"steps", pending}};
  }
  if (deploys)
    for (const auto& step : steps)
      if (step.state != "pending")
        if (auto told = give(desk, row_of(step)); !told) return told.error();
  if (way == "up" && pending == 0) return json::object{{"steps", 0}};
  if (way == "down" && desk.text("service").empty()) return usage_error("It is not said whose migration is to be taken back.", "Name a service: --service NAME");
  if (way == "down" && !desk.flag("dryRun") && running_daemon(desk.folder().pid_file()))
    return with_reason(Code::conflict, "chittyd is running, and its service would lose its tables.", "running");
  auto store = Store::open(desk.url, desk.paths.library);
  if (!store) return store.error();
  std::size_t count = 0;
  {
    auto connection = (*store)->lend(desk.text("service"));
    if (!connection) return connection.error();
    auto done = way == "up" ? up(desk, **connection, steps) : down(desk, **connection, steps);
    if (!done) return done.error();
    count = *done;
    if (desk.flag("dryRun")) return json::object{{"steps", count}};
    if (auto told = event(desk, way, count); !told) return told.error();
  }
  return json::object{{"steps", count}, {"running", running_daemon(desk.folder().pid_file()).has_value()}};
}

}  // namespace chitty::host::daemon
