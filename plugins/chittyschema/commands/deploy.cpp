// chitty schema deploy: schemas as tables in a database that is reached from here. The service keeps what was done, written before it is
// and after.
#include <unistd.h>

#include <chitty/members.hpp>
#include <chitty/time.hpp>
#include <chittyschema_names.hpp>

#include "../ddl/deployment.hpp"
#include "fetched.hpp"

namespace chittyschema {

using namespace chitty;

namespace {

// Those that are named, else every registered one.
Result<std::vector<ddl::Wanted>> wanted(const commands::Deploy& args, Host& host) {
  auto names = args.schema;
  std::string cursor;
  while (args.schema.empty()) {
    CHITTY_TRY(const auto reply, host.send(get("/api/v1/schemas", {{"origin", "registered"}, {"limit", "200"}, {"cursor", cursor}})));
    CHITTY_TRY(const auto list, list_in(reply, "schemas"));
    for (const auto& one : list) names.push_back(text_in(one, "name"));
    const auto* metadata = reply.value().get_object().if_contains("metadata");
    cursor = metadata ? text_in(*metadata, "nextCursor") : std::string();
    if (cursor.empty()) break;
  }
  if (names.empty()) return make_error(Code::not_found, "there are no schemas to deploy", "Register one: chitty schema register NAME FILE");
  std::vector<ddl::Wanted> all;
  for (const auto& name : names) {
    CHITTY_TRY(auto one, fetch_schema(host, name));
    if (one.version.empty()) return usage_error("'" + name + "' is a file, and only registered schemas are deployed", "Register it first: chitty schema register NAME " + name);
    all.push_back({one.name, one.version, std::move(one.document)});
  }
  return all;
}

// A file that is not there yet is made when something is done, and not when it is planned.
bool is_new_file(const commands::Deploy& args) { return args.type == "sqlite" && ::access(args.target.c_str(), F_OK) != 0; }

Result<std::unique_ptr<ddl::Database>> open(const commands::Deploy& args, Host& host) {
  if (args.type == "sqlite") return ddl::open_sqlite(is_new_file(args) ? ":memory:" : args.target);
  if (const auto is = host.config("remotes." + args.target + ".type"); is && *is != json::value(args.type))
    return usage_error("the remote '" + args.target + "' is of the type " + (is->is_string() ? std::string(is->get_string()) : "?") + ", not " + args.type);
  const auto url = host.secret(args.target, "databaseUrl");
  if (!url) return url.error();
  return ddl::open_postgres(*url);
}

json::object summary_of(const ddl::Planned& one) {
  return {{"schema", one.schema.name}, {"version", one.schema.version}, {"state", one.state}, {"statements", json::array(one.statements.begin(), one.statements.end())}};
}

}  // namespace

namespace commands {

Result<Reply> deploy(const Deploy& args, Host& host) {
  CHITTY_TRY(const auto schemas, wanted(args, host));
  const bool is_new = is_new_file(args);
  CHITTY_TRY(auto database, open(args, host));
  const auto place = args.type == "sqlite" ? args.target : database->place();
  CHITTY_DO(database->begin());
  CHITTY_TRY(const auto all, ddl::plan(*database, schemas));
  json::array records;
  std::size_t statements = 0;
  for (const auto& one : all) records.push_back(summary_of(one)), statements += one.statements.size();
  CHITTY_TRY(const auto begun, host.send(post("/api/v1/deployments", {{"type", args.type}, {"target", args.target}, {"place", place}, {"schemas", records}})));
  const auto* deployment = begun.value().is_object() ? begun.value().get_object().if_contains("deployment") : nullptr;
  const auto id = deployment ? text_in(*deployment, "id") : std::string();
  if (id.empty()) return make_error(Code::malformed, "the service's answer has no deployment");
  if (is_new) {
    CHITTY_TRY(database, ddl::open_sqlite(args.target));
    CHITTY_DO(database->begin());
  }
  const auto done = ddl::apply(*database, all, rfc3339(host.now()));
  json::object outcome{{"state", done ? "applied" : "failed"}};
  if (!done) outcome["error"] = done.error().message.substr(0, 1000);
  const auto told = host.send(post("/api/v1/deployments/" + encode(id) + "/outcome", std::move(outcome)));
  if (!done) return done.error();
  if (!told) return told.error();
  host.note("Deployed " + std::to_string(all.size()) + (all.size() == 1 ? " schema" : " schemas") + " to " + place + " with " + std::to_string(statements) + (statements == 1 ? " statement" : " statements"));
  return Reply::records(std::move(records));
}

}  // namespace commands
}  // namespace chittyschema
