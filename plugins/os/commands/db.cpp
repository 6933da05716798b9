// chitty os db status, query; and what all of `db` have in common.
#include "database.hpp"

#include <chitty/members.hpp>

namespace os::commands {

namespace {

constexpr std::pair<std::string_view, const char*> ways_on[] = {{"running", "Stop it first: chitty os down"},
                                                                {"absent", "Start ChittyOS, which makes one: chitty os up"},
                                                                {"none", "Make one: chitty os db backup create"},
                                                                {"damaged", "List the backups: chitty os db backup list"}};

Error with_way_on(Error error) {
  const auto reason = text_in(error.details, "reason");
  for (const auto& [known, hint] : ways_on)
    if (reason == known) error.hint = hint;
  return error;
}

}  // namespace

Result<json::object> database_work(Host& host, json::object order) {
  auto done = host.daemon("database", order);
  if (!done) return with_way_on(done.error());
  return done->is_object() ? std::move(done->get_object()) : json::object();
}

std::int64_t number_in(const json::object& result, std::string_view member) {
  const auto* value = result.if_contains(member);
  return value && value->is_int64() ? value->get_int64() : 0;
}

std::string counted(std::int64_t count, const std::string& what) { return std::to_string(count) + " " + what + (count == 1 ? "" : "s"); }

Result<Reply> db_status(Host& host) {
  CHITTY_TRY(auto result, database_work(host, {{"work", "status"}}));
  return Reply(std::move(result));
}

Result<Reply> db_query(const DbQuery& args, Host& host) {
  json::object order{{"work", "query"}, {"sql", args.sql}, {"limitMs", args.time_limit.value_or(0)}};
  if (args.write) order["write"] = true;
  CHITTY_TRY(const auto result, database_work(host, std::move(order)));
  if (args.write && result.contains("changed")) host.note("Changed " + counted(number_in(result, "changed"), "row"));
  return Reply::nothing();
}

}  // namespace os::commands
