#include "session_rows.hpp"

#include "person.hpp"

#include <chitty/answers.hpp>
#include <chittyid_names.hpp>

namespace chitty::id {

std::string ttl_ago(const Service& service) { return rfc3339(service.now() - session_ttl); }

Result<Ownership> own_sessions(Service& service) { return owned_by_person(service, "subject"); }

std::optional<std::int64_t> expiry_of(const Row& row) {
  if (text_in(row, "provider") != "session") return {};
  return parse_rfc3339(text_in(row, "last_sync")).value_or(0) + session_ttl;
}

Result<std::optional<Row>> session_of_account(Service& service, std::string_view provider, std::string_view external_id) {
  return service.store().find(std::string(select_sessions) + " WHERE subject = :subject AND provider = :provider AND external_id = :external",
                              {{"subject", service.caller().subject}, {"provider", provider}, {"external", external_id}, {"then", ttl_ago(service)}});
}

Result<Row> session_by_id(Service& service, const std::string& id) {
  CHITTY_TRY(const auto whose, own_sessions(service));
  return row_of_caller(service, std::string(select_sessions) + " WHERE id = :id AND {own}", {{"id", id}, {"then", ttl_ago(service)}}, whose,
                       "No such session.", "List your sessions: chitty id session list");
}

Result<Row> unspoilt_session(Service& service, const std::string& id) {
  CHITTY_TRY(auto row, session_by_id(service, id));
  if (text_in(row, "status") != "invalidated") return row;
  return make_error(Code::conflict, "The session was invalidated at " + text_in(row, "invalidated_at") + ".", "Start another session.");
}

Result<Row> live_session(Service& service, const std::string& id) {
  CHITTY_TRY(auto row, unspoilt_session(service, id));
  if (text_in(row, "status") != "expired") return row;
  return make_error(Code::conflict, "The session expired at " + rfc3339(*expiry_of(row)) + ".",
                    "Start another session, or resume it with POST /api/session/retry.");
}

Result<Row> set_state(Service& service, const std::string& id, std::string_view state) {
  CHITTY_DO(service.store().execute("UPDATE id_sessions SET state = :state, version = version + 1, last_sync = :now WHERE id = :id",
                                    {{"state", state}, {"now", rfc3339(service.now())}, {"id", id}}));
  return session_by_id(service, id);
}

Result<Removed> remove_ended(Service& service, const std::string& condition, json::object parameters) {
  const auto ended = " FROM id_sessions WHERE " + condition + " AND " + std::string(has_ended);
  parameters["then"] = ttl_ago(service);
  auto store = service.store();
  CHITTY_TRY(const auto checkpoints, store.execute("DELETE FROM id_checkpoints WHERE session IN (SELECT id" + ended + ")", parameters));
  CHITTY_TRY(const auto sessions, store.execute("DELETE" + ended, parameters));
  return Removed{sessions, checkpoints};
}

json::object session_of(const Row& row) {
  auto session = record_of(row, chittyid::shapes::session);
  const auto expiry = expiry_of(row);
  session["expiresAt"] = expiry ? json::value(rfc3339(*expiry)) : json::value(nullptr);
  return session;
}

json::object session_answer(const Row& row, std::string_view sync_status) {
  return {{"session_id", row.at("id")}, {"sessionId", row.at("id")}, {"syncStatus", sync_status}, {"session", session_of(row)}};
}

Result<void> tell(Service& service, std::string_view type, const Row& session, json::object data) {
  data["session"] = session.at("id");
  return service.event(type, text_in(session, "did"), std::move(data));
}

}  // namespace chitty::id
