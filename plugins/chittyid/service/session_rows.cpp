#include "session_rows.hpp"

#include "person.hpp"

#include <chitty/answers.hpp>

namespace chitty::id {

std::string_view name_of(SessionStatus status) {
  constexpr std::string_view names[] = {"active", "expired", "invalidated"};
  return names[static_cast<int>(status)];
}

std::optional<std::int64_t> expiry_of(const Row& row) {
  if (text_of(row, "provider") != "session") return {};
  return parse_rfc3339(text_of(row, "last_sync")).value_or(0) + session_ttl;
}

SessionStatus status_of(const Row& row, std::int64_t now) {
  if (!row.at("invalidated_at").is_null()) return SessionStatus::invalidated;
  const auto expiry = expiry_of(row);
  return expiry && *expiry < now ? SessionStatus::expired : SessionStatus::active;
}

std::string ttl_ago(const Service& service) { return rfc3339(service.now() - session_ttl); }

Result<Row> session_row(Service& service, const std::string& condition, const json::object& parameters) {
  auto row = service.store().find("SELECT " + std::string(session_columns) + " FROM id_sessions WHERE " + condition, parameters);
  if (!row) return row.error();
  if (!*row) return make_error(Code::not_found, "There is no such session.", "`chitty id session list` shows those there are.");
  return std::move(**row);
}

Result<Row> session_by_id(Service& service, const std::string& id) {
  if (service.caller().owner) return session_row(service, "id = :id", {{"id", id}});
  auto parameters = caller_parameters(service);
  if (!parameters) return parameters.error();
  (*parameters)["id"] = id;
  return session_row(service, "id = :id AND " + is_caller("subject"), *parameters);
}

Result<Row> live_session(Service& service, const std::string& id) {
  auto row = session_by_id(service, id);
  if (!row) return row;
  switch (status_of(*row, service.now())) {
    case SessionStatus::active: return row;
    case SessionStatus::expired:
      return make_error(Code::conflict, "The session expired at " + rfc3339(*expiry_of(*row)) + ".",
                        "Go on with it by POST /api/session/retry, or begin another.");
    case SessionStatus::invalidated: break;
  }
  return make_error(Code::conflict, "The session was invalidated at " + text_of(*row, "invalidated_at") + ".", "Begin another.");
}

Result<Removed> remove_ended(Service& service, const std::string& condition, json::object parameters) {
  const std::string ended = condition + " AND (invalidated_at IS NOT NULL OR " + std::string(has_expired) + ")";
  parameters["then"] = ttl_ago(service);
  auto store = service.store();
  const auto checkpoints =
      store.execute("DELETE FROM id_checkpoints WHERE session IN (SELECT id FROM id_sessions WHERE " + ended + ")", parameters);
  if (!checkpoints) return checkpoints.error();
  const auto sessions = store.execute("DELETE FROM id_sessions WHERE " + ended, parameters);
  if (!sessions) return sessions.error();
  return Removed{*sessions, *checkpoints};
}

json::object session_of(const Row& row, std::int64_t now) {
  const auto expiry = expiry_of(row);
  json::object session{{"id", row.at("id")},
                       {"did", row.at("did")},
                       {"userId", row.at("did")},
                       {"provider", row.at("provider")},
                       {"external_id", row.at("external_id")},
                       {"projectId", row.at("project_id")},
                       {"metadata", object_of(row.at("metadata"))},
                       {"state", object_of(row.at("state"))},
                       {"version", row.at("version")},
                       {"status", name_of(status_of(row, now))},
                       {"created_at", row.at("created_at")},
                       {"lastSync", row.at("last_sync")},
                       {"expiresAt", nullptr}};
  if (expiry) session["expiresAt"] = rfc3339(*expiry);
  return session;
}

json::object session_answer(const Row& row, std::string_view sync_status, std::int64_t now) {
  return {{"session_id", row.at("id")}, {"sessionId", row.at("id")}, {"syncStatus", sync_status}, {"session", session_of(row, now)}};
}

Result<json::array> checkpoints_of(Service& service, const std::string& session) {
  auto rows = service.store().query("SELECT id, name, version, created_at FROM id_checkpoints WHERE session = :session ORDER BY id DESC",
                                    {{"session", session}});
  if (!rows) return rows.error();
  json::array all;
  for (const auto& row : *rows)
    all.push_back(json::object{{"id", row.at("id")}, {"name", row.at("name")}, {"version", row.at("version")}, {"createdAt", row.at("created_at")}});
  return all;
}

}  // namespace chitty::id
