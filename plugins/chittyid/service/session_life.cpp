// A session's life: its status, states to go back to, and its end.
#include "../moment.hpp"
#include "routes.hpp"
#include "session_rows.hpp"

#include <chitty/answers.hpp>

namespace chitty::id::service {

namespace {

constexpr std::int64_t most_checkpoints = 50;  // of one session; the oldest go

Result<void> tell(Service& service, const char* type, const Row& session, json::object data = {}) {
  data["session"] = session.at("id");
  return service.event({{"type", type}, {"subject", session.at("did")}, {"data", std::move(data)}});
}

Result<json::object> checkpoint(Service& service, const std::string& id, const std::string& name) {
  const auto row = live_session(service, id);
  const auto random = service.crypto().random(8);
  if (!row || !random) return row ? random.error() : row.error();
  const auto now = service.now();
  const auto made = uuid_v7(now, static_cast<unsigned>(row->at("version").as_int64()), *random);
  auto store = service.store();
  auto kept = store.execute("INSERT INTO id_checkpoints (id, session, name, version, state, created_at)"
                            " VALUES (:id, :session, :name, :version, :state, :now)",
                            {{"id", made}, {"session", id}, {"name", name.empty() ? json::value(nullptr) : json::value(json::string(name))},
                             {"version", row->at("version")}, {"state", row->at("state")}, {"now", rfc3339(now)}});
  if (kept)
    kept = store.execute("DELETE FROM id_checkpoints WHERE session = :session AND id NOT IN"
                         " (SELECT id FROM id_checkpoints WHERE session = :session ORDER BY id DESC LIMIT :most)",
                         {{"session", id}, {"most", most_checkpoints}});
  if (!kept) return kept.error();
  if (auto told = tell(service, "session.checkpointed", *row, {{"checkpoint", made}}); !told) return told.error();
  return json::object{{"sessionId", id}, {"checkpoint", json::object{{"id", made}, {"name", name}, {"version", row->at("version")},
                                                                     {"createdAt", rfc3339(now)}}}};
}

Result<json::object> invalidate(Service& service, const std::string& id, const std::string& reason) {
  const auto row = session_by_id(service, id);
  if (!row) return row.error();
  const auto now = service.now();
  if (status_of(*row, now) == SessionStatus::invalidated)
    return make_error(Code::conflict, "The session was invalidated already, at " + text_of(*row, "invalidated_at") + ".");
  auto done = service.store().execute("UPDATE id_sessions SET invalidated_at = :now, invalidation_reason = :reason WHERE id = :id",
                                      {{"now", rfc3339(now)}, {"reason", reason}, {"id", id}});
  if (!done) return done.error();
  if (auto told = tell(service, "session.invalidated", *row, {{"reason", reason}}); !told) return told.error();
  return json::object{{"sessionId", id}, {"status", name_of(SessionStatus::invalidated)}, {"invalidatedAt", rfc3339(now)}, {"reason", reason}};
}

// Back to the newest checkpoint's state, or the state as it is where there is none; an expired session lives again.
Result<json::object> retry(Service& service, const std::string& id) {
  auto row = session_by_id(service, id);
  if (!row) return row.error();
  if (status_of(*row, service.now()) == SessionStatus::invalidated)
    return make_error(Code::conflict, "The session was invalidated at " + text_of(*row, "invalidated_at") + ".", "Begin another.");
  auto store = service.store();
  auto last = store.find("SELECT id, state FROM id_checkpoints WHERE session = :session ORDER BY id DESC LIMIT 1", {{"session", id}});
  if (!last) return last.error();
  auto done = store.execute("UPDATE id_sessions SET state = :state, version = version + 1, last_sync = :now WHERE id = :id",
                            {{"state", *last ? (**last).at("state") : row->at("state")}, {"now", rfc3339(service.now())}, {"id", id}});
  if (!done) return done.error();
  const auto from = *last ? (**last).at("id") : json::value(nullptr);
  if (auto told = tell(service, "session.retried", *row, {{"checkpoint", from}}); !told) return told.error();
  row = session_by_id(service, id);
  if (!row) return row.error();
  auto answer = session_answer(*row, "retried", service.now());
  answer["checkpoint"] = from;
  return answer;
}

// Whose sessions a caller counts and clears: its own, the owner all.
struct Own {
  std::string sql = "1 = 1";
  json::object parameters{};

  explicit Own(const Service& service) : parameters{{"then", ttl_ago(service)}} {
    if (const auto caller = service.caller(); !caller.owner) sql = "subject = :subject", parameters["subject"] = caller.subject;
  }
};

Result<json::object> cleanup(Service& service) {
  const Own own(service);
  const auto removed = remove_ended(service, own.sql, own.parameters);
  if (!removed) return removed.error();
  const json::object counts{{"removed", removed->sessions}, {"checkpoints", removed->checkpoints}};
  if (removed->sessions == 0) return counts;
  auto told = service.event({{"type", "session.cleaned"}, {"data", counts}});
  return told ? Result<json::object>(counts) : told.error();
}

}  // namespace

// GET /api/session/{id}/status
Result<Response> session_status(Service& service) {
  const auto row = session_by_id(service, service.parameter("id"));
  if (!row) return refuse(service, row.error());
  const auto checkpoints = checkpoints_of(service, text_of(*row, "id"));
  if (!checkpoints) return checkpoints.error();
  const auto now = service.now();
  const auto status = status_of(*row, now);
  const auto expiry = expiry_of(*row);
  json::object answer{{"sessionId", row->at("id")}, {"status", name_of(status)},         {"version", row->at("version")},
                      {"lastSync", row->at("last_sync")}, {"checkpoints", checkpoints->size()}, {"expiresAt", nullptr}, {"ttl", nullptr}};
  if (expiry) {
    answer["expiresAt"] = rfc3339(*expiry);
    answer["ttl"] = status == SessionStatus::active ? (*expiry - now) / 1000 : 0;  // seconds left
  }
  if (status == SessionStatus::invalidated) {
    answer["invalidatedAt"] = row->at("invalidated_at");
    answer["reason"] = row->at("invalidation_reason");
  }
  return Response(envelope(service, std::move(answer)));
}

// GET /api/session/health: how many there are of each kind.
Result<Response> session_health(Service& service) {
  const Own own(service);
  const auto row = service.store().find(
      "SELECT COUNT(*) AS total, COUNT(invalidated_at) AS invalidated,"
      " COUNT(CASE WHEN invalidated_at IS NULL AND " + std::string(has_expired) + " THEN 1 END) AS expired"
      " FROM id_sessions WHERE " + own.sql, own.parameters);
  if (!row) return row.error();
  if (!*row) return make_error(Code::host_fault, "The store did not count.");
  const auto total = (**row).at("total").as_int64(), ended = (**row).at("invalidated").as_int64(), late = (**row).at("expired").as_int64();
  return Response(envelope(service, {{"status", "ok"},
                                     {"sessions", json::object{{"active", total - ended - late}, {"expired", late}, {"invalidated", ended}}},
                                     {"ttl", session_ttl / 1000}}));
}

// POST /api/session/{id}/checkpoint {name?}
Result<Response> checkpoint_session(Service& service) {
  const auto body = service.body();
  if (!body) return refuse(service, body.error());
  return once(service, [&] { return checkpoint(service, service.parameter("id"), text_in(*body, "name")); });
}

// POST /api/session/{id}/invalidate {reason?}
Result<Response> invalidate_session(Service& service) {
  const auto body = service.body();
  if (!body) return refuse(service, body.error());
  return once(service, [&] { return invalidate(service, service.parameter("id"), text_in(*body, "reason")); });
}

// POST /api/session/retry {sessionId}
Result<Response> retry_session(Service& service) {
  const auto body = service.body();
  if (!body) return refuse(service, body.error());
  return once(service, [&] { return retry(service, text_in(*body, "sessionId")); });
}

// POST /api/session/cleanup: away with those that have ended.
Result<Response> cleanup_sessions(Service& service) {
  return once(service, [&] { return cleanup(service); });
}

}  // namespace chitty::id::service
