// chitty os schema diff, deploy: what tables a database has, and is to have.
#include "database.hpp"

#include "../ecosystem/call.hpp"

#include <chitty/members.hpp>
#include <chitty/verdict.hpp>

#include <filesystem>

namespace os::commands {

namespace {

// The database compares beside the daemon, in whichever folder: a file is named whole.
std::string whole_path(const std::string& side) {
  const bool is_file = side.starts_with("./") || side.starts_with("../") || ((side.ends_with(".db") || side.ends_with(".sqlite") || side.ends_with(".sql")) && side.find(':') == std::string::npos);
  return is_file && !side.starts_with("/") ? std::filesystem::absolute(side).lexically_normal().string() : side;
}

}  // namespace

Result<Reply> schema_diff(const SchemaDiff& args, Host& host) {
  json::object order{{"work", "schema diff"}, {"from", whole_path(args.from)}, {"to", whole_path(args.to)}, {"environment", "local"}};
  if (args.sql) order["sql"] = true;
  CHITTY_TRY(const auto result, database_work(host, std::move(order)));
  const auto count = number_in(result, "differences");
  if (text_in(result, "from") != text_in(result, "to")) host.note(args.from + " is on " + text_in(result, "from") + ", " + args.to + " on " + text_in(result, "to") + ": only names are compared, and there is no SQL from one to the other");
  if (const auto* proved = result.if_contains("proved"); proved && *proved == false) host.note("warning: the SQL was tried on a scratch database and did not bring " + args.from + " to " + args.to + "; it needs a hand");
  if (count == 0) {
    host.note("The schemas are the same");
    return Reply::nothing();
  }
  if (args.exit_code) return verdict(make_error(Code::refused, counted(count, "difference") + " between " + args.from + " and " + args.to));
  return Reply::nothing();
}

Result<Reply> schema_deploy(const SchemaDeploy& args, Host& host) {
  CHITTY_TRY(const auto call, call_of(host));
  CHITTY_TRY(const auto result, database_work(host, {{"work", "migrate"}, {"way", "deploy"}, {"service", args.service}, {"environment", call.environment}}));
  const auto steps = number_in(result, "steps");
  if (call.dry_run) return Reply::nothing();
  host.note(steps == 0 ? "Nothing to apply" : "Applied " + counted(steps, "migration") + " to the database of " + call.environment);
  return Reply::nothing();
}

}  // namespace os::commands
