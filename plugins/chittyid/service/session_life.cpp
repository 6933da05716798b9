// A session's life: its status, states to go back to, and its end.
#include "session_rows.hpp"

#include <chitty/answers.hpp>
#include <chittyid_names.hpp>

namespace chittyid::routes {

using namespace chitty;
using namespace chitty::id;

constexpr std::int64_t most_checkpoints = 50;  // of one session; the oldest go

Result<json::object> checkpoint_session(Service& service, const CheckpointSession& given) {
  const auto& id = given.path.id;
  CHITTY_TRY(const auto row, live_session(service, id));
  CHITTY_TRY(const auto made, new_ordered_id(service));
  CHITTY_DO(service.quota("bytes", text_in(row, "state").size()));
  const json::object kept{{"id", made}, {"session", id}, {"subject", row.at("subject")}, {"name", text_or_null(given.body.name)}, {"version", row.at("version")}, {"state", row.at("state")}, {"created_at", rfc3339(service.now())}};
  CHITTY_DO(service.store().insert("id_checkpoints", kept));
  CHITTY_DO(service.store().execute(
      "DELETE FROM id_checkpoints WHERE session = :session AND id NOT IN"
      " (SELECT id FROM id_checkpoints WHERE session = :session ORDER BY id DESC LIMIT :most)",
      {{"session", id}, {"most", most_checkpoints}}));
  CHITTY_DO(tell(service, "session.checkpointed", row, {{"checkpoint", made}}));
  auto shown = record_of(kept, shapes::checkpoint);
  shown["name"] = given.body.name;
  return json::object{{"sessionId", id}, {"checkpoint", std::move(shown)}};
}

Result<json::object> invalidate_session(Service& service, const InvalidateSession& given) {
  const auto& id = given.path.id;
  CHITTY_TRY(const auto row, session_by_id(service, id));
  if (text_in(row, "status") == "invalidated")
    return make_error(Code::conflict, "The session was invalidated already, at " + text_in(row, "invalidated_at") + ".");
  const auto now = rfc3339(service.now());
  CHITTY_DO(service.store().execute("UPDATE id_sessions SET invalidated_at = :now, invalidation_reason = :reason WHERE id = :id",
                                    {{"now", now}, {"reason", given.body.reason}, {"id", id}}));
  CHITTY_DO(tell(service, "session.invalidated", row, {{"reason", given.body.reason}}));
  return json::object{{"sessionId", id}, {"status", "invalidated"}, {"invalidatedAt", now}, {"reason", given.body.reason}};
}

// Back to the newest checkpoint's state, or the state as it is where there is none; an expired session lives again.
Result<json::object> retry_session(Service& service, const RetrySession& given) {
  const auto& id = given.body.sessionId;
  CHITTY_TRY(const auto row, unspoilt_session(service, id));
  CHITTY_TRY(const auto last, service.store().find(
                                  "SELECT id, state FROM id_checkpoints WHERE session = :session ORDER BY id DESC LIMIT 1", {{"session", id}}));
  CHITTY_TRY(const auto back, set_state(service, id, text_in(last ? *last : row, "state")));
  const auto from = last ? last->at("id") : json::value(nullptr);
  CHITTY_DO(tell(service, "session.retried", row, {{"checkpoint", from}}));
  auto answer = session_answer(back, "retried");
  answer["checkpoint"] = from;
  return answer;
}

Result<json::object> cleanup_sessions(Service& service) {
  CHITTY_TRY(const auto own, own_sessions(service));
  CHITTY_TRY(const auto removed, remove_ended(service, own.condition(), own.with()));
  const json::object counts{{"removed", removed.sessions}, {"checkpoints", removed.checkpoints}};
  if (removed.sessions > 0) CHITTY_DO(service.event({{"type", "session.cleaned"}, {"data", counts}}));
  return counts;
}

Result<Response> session_status(Service& service, const SessionStatus& given) {
  CHITTY_TRY(const auto row, session_by_id(service, given.path.id));
  CHITTY_TRY(const auto kept, service.store().row("SELECT COUNT(*) AS count FROM id_checkpoints WHERE session = :session",
                                                  {{"session", given.path.id}}, "The store did not count."));
  const auto status = text_in(row, "status");
  const auto expiry = expiry_of(row);
  json::object shown{{"sessionId", row.at("id")}, {"status", status}, {"version", row.at("version")}, {"lastSync", row.at("last_sync")}, {"checkpoints", kept.at("count")}, {"expiresAt", nullptr}, {"ttl", nullptr}};
  if (expiry) {
    shown["expiresAt"] = rfc3339(*expiry);
    shown["ttl"] = status == "active" ? (*expiry - service.now()) / 1000 : 0;  // seconds left
  }
  if (status == "invalidated") {
    shown["invalidatedAt"] = row.at("invalidated_at");
    shown["reason"] = row.at("invalidation_reason");
  }
  return answer(service, std::move(shown));
}

// How many there are of each kind.
Result<Response> session_health(Service& service) {
  CHITTY_TRY(const auto own, own_sessions(service));
  json::object counts{{"active", 0}, {"expired", 0}, {"invalidated", 0}};
  CHITTY_DO(service.store().each("SELECT status, COUNT(*) AS count FROM (" + std::string(select_sessions) + " WHERE " + own.condition() +
                                     ") AS sessions GROUP BY status",
                                 own.with({{"then", ttl_ago(service)}}),
                                 [&](const Row& row) { return counts[text_in(row, "status")] = row.at("count"), true; }));
  return answer(service, {{"status", "ok"}, {"sessions", std::move(counts)}, {"ttl", session_ttl / 1000}});
}

}  // namespace chittyid::routes
