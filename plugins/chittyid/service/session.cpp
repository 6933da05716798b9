// Sessions: which account elsewhere belongs to which identity here, and what is kept with it.
#include "person.hpp"
#include "session_rows.hpp"

#include <chitty/lists.hpp>
#include <chittyid_names.hpp>

namespace chittyid::routes {

using namespace chitty;
using namespace chitty::id;

namespace {

// Write the caller's session for an account, or renew the one there is.
Result<json::object> keep_session(Service& service, const std::string& provider, const std::string& external, const std::string& project,
                                  const json::object& metadata) {
  const auto subject = service.caller().subject, now = rfc3339(service.now()), kept = json::serialize(metadata);
  CHITTY_TRY(const auto did, own_identity(service));
  // A session that has ended does not come back under its id: the account begins another.
  CHITTY_DO(remove_ended(service, "subject = :subject AND provider = :provider AND external_id = :external",
                         {{"subject", subject}, {"provider", provider}, {"external", external}}));
  CHITTY_TRY(const auto renewed, session_of_account(service, provider, external));
  if (!renewed) CHITTY_DO(service.quota("sessions"));
  CHITTY_DO(service.quota("bytes", kept.size()));
  CHITTY_TRY(const auto id, new_ordered_id(service));
  CHITTY_DO(service.store().execute(
      "INSERT INTO id_sessions (id, subject, did, provider, external_id, project_id, metadata, state, version, created_at, last_sync)"
      " VALUES (:id, :subject, :did, :provider, :external, :project, :metadata, '{}', 1, :now, :now)"
      " ON CONFLICT (subject, provider, external_id) DO UPDATE SET metadata = excluded.metadata, did = excluded.did,"
      " version = id_sessions.version + 1, last_sync = excluded.last_sync",
      {{"id", id}, {"subject", subject}, {"did", did}, {"provider", provider}, {"external", external}, {"project", text_or_null(project)}, {"metadata", kept}, {"now", now}}));
  CHITTY_TRY(const auto row, session_of_account(service, provider, external));
  if (!row) return make_error(Code::host_fault, "The session was not stored.");
  CHITTY_DO(tell(service, "session.synced", *row, {{"provider", provider}}));
  return session_answer(*row, text_in(*row, "id") == id ? "created" : "updated");
}

}  // namespace

Result<json::object> sync_session(Service& service, const SyncSession& given) {
  return keep_session(service, given.body.provider, given.body.external_id, given.body.projectId, given.body.metadata);
}

// A session without an account elsewhere.
Result<json::object> init_session(Service& service, const InitSession& given) {
  auto user = given.body.userId;
  if (user.empty()) {
    CHITTY_TRY(user, new_ordered_id(service));
  }
  return keep_session(service, "session", user, given.body.projectId, given.body.metadata);
}

// Members of `updates` replace those of the state.
Result<json::object> update_session(Service& service, const UpdateSession& given) {
  CHITTY_TRY(const auto row, live_session(service, given.body.sessionId));
  auto state = object_in_text(row.at("state"));
  for (const auto& [name, value] : given.body.updates) state[name] = value;
  CHITTY_DO(service.quota("bytes", json::serialize(given.body.updates).size()));
  CHITTY_TRY(const auto updated, set_state(service, given.body.sessionId, json::serialize(state)));
  CHITTY_DO(tell(service, "session.updated", row));
  return session_answer(updated, "updated");
}

Result<Response> list_sessions(Service& service, const ListSessions& given) {
  const auto page = page_of(given.query);
  CHITTY_TRY(const auto whose, own_sessions(service));
  auto sessions = Select::own(std::string(select_sessions), whose);
  sessions.parameters["then"] = ttl_ago(service);
  sessions.where_given("did = :did", "did", given.query.did).where_given("provider = :provider", "provider", given.query.provider);
  return answer_page(service, page, "sessions", sessions.newest_first(page), [](const Row& row) { return session_of(row); });
}

// GET /api/session/{id}, GET /api/v2/session/{id}: with the states to go back to, the newest first.
Result<Response> show_session(Service& service, const ShowSession& given) {
  CHITTY_TRY(const auto row, session_by_id(service, given.path.id));
  CHITTY_TRY(const auto checkpoints, service.store().query(
                                         "SELECT id, name, version, created_at FROM id_checkpoints WHERE session = :session ORDER BY id DESC", {{"session", given.path.id}}));
  auto session = session_of(row);
  auto& all = session["checkpoints"].emplace_array();
  for (const auto& checkpoint : checkpoints) all.push_back(record_of(checkpoint, shapes::checkpoint));
  return answer(service, {{"session", std::move(session)}});
}

}  // namespace chittyid::routes
