// chitty os db migrate up, down, status, plan.
#include "database.hpp"

namespace os::commands {

namespace {

Result<json::object> migrate(Host& host, const char* way, const std::string& service, std::int64_t steps = 1) {
  return database_work(host, {{"work", "migrate"}, {"way", way}, {"service", service}, {"steps", steps}});
}

}  // namespace

Result<Reply> db_migrate_up(const DbMigrateUp& args, Host& host) {
  CHITTY_TRY(const auto result, migrate(host, "up", args.service));
  const auto steps = number_in(result, "steps");
  if (steps == 0) {
    host.note("Nothing to apply");
    return Reply::nothing();
  }
  host.note("Applied " + counted(steps, "migration"));
  const auto* running = result.if_contains("running");
  if (running && *running == true) host.note("A service that was out of order for want of them starts again with: chitty os down, then chitty os up");
  return Reply::nothing();
}

Result<Reply> db_migrate_down(const DbMigrateDown& args, Host& host) {
  CHITTY_TRY(const auto result, migrate(host, "down", args.service, args.steps));
  host.note("Took back " + counted(number_in(result, "steps"), "migration"));
  return Reply::nothing();
}

Result<Reply> db_migrate_status(const DbMigrateStatus& args, Host& host) {
  CHITTY_DO(migrate(host, "status", args.service));
  return Reply::nothing();
}

Result<Reply> db_migrate_plan(const DbMigratePlan& args, Host& host) {
  CHITTY_TRY(const auto result, migrate(host, "plan", args.service));
  if (number_in(result, "steps") == 0) host.note("Nothing to apply");
  return Reply::nothing();
}

}  // namespace os::commands
