// Sessions: which account elsewhere belongs to which identity here, and what is kept with it.
#include "../moment.hpp"
#include "person.hpp"
#include "routes.hpp"
#include "session_rows.hpp"

#include <chitty/lists.hpp>

namespace chitty::id::service {

namespace {

struct Account {
  std::string provider, external_id, project_id{};
  json::object metadata{};
};

// Write the caller's session for an account, or renew the one there is.
Result<json::object> keep_session(Service& service, const Account& account) {
  auto did = own_identity(service);
  if (!did) return did.error();
  // A session that has ended does not come back under its id: the account begins another.
  auto cleared = remove_ended(service, "subject = :subject AND provider = :provider AND external_id = :external",
                              {{"subject", service.caller().subject}, {"provider", account.provider}, {"external", account.external_id}});
  if (!cleared) return cleared.error();
  const auto now = service.now();
  const auto random = service.crypto().random(8);
  if (!random) return random.error();
  const auto id = uuid_v7(now, 0, *random);
  const auto subject = service.caller().subject;
  json::value project = nullptr;
  if (!account.project_id.empty()) project = json::string(account.project_id);
  auto kept = service.store().execute(
      "INSERT INTO id_sessions (id, subject, did, provider, external_id, project_id, metadata, state, version, created_at, last_sync)"
      " VALUES (:id, :subject, :did, :provider, :external, :project, :metadata, '{}', 1, :now, :now)"
      " ON CONFLICT (subject, provider, external_id) DO UPDATE SET metadata = excluded.metadata, did = excluded.did,"
      " version = id_sessions.version + 1, last_sync = excluded.last_sync",
      {{"id", id}, {"subject", subject}, {"did", *did}, {"provider", account.provider}, {"external", account.external_id},
       {"project", project}, {"metadata", json::serialize(account.metadata)}, {"now", rfc3339(now)}});
  if (!kept) return kept.error();
  auto row = session_row(service, "subject = :subject AND provider = :provider AND external_id = :external",
                    {{"subject", subject}, {"provider", account.provider}, {"external", account.external_id}});
  if (!row) return row.error();
  auto told = service.event({{"type", "session.synced"},
                             {"subject", *did},
                             {"data", json::object{{"session", row->at("id")}, {"provider", account.provider}}}});
  if (!told) return told.error();
  return session_answer(*row, text_of(*row, "id") == id ? "created" : "updated", now);
}

}  // namespace

// POST /api/v2/session/sync {provider, external_id, metadata}
Result<Response> sync_session(Service& service) {
  const auto body = service.body();
  if (!body) return refuse(service, body.error());
  const auto provider = text_in(*body, "provider"), external = text_in(*body, "external_id");
  if (provider.empty() || external.empty()) return refuse(service, usage_error("The body needs provider and external_id, both texts."));
  auto metadata = object_in(*body, "metadata");
  if (!metadata) return refuse(service, metadata.error());
  const Account account{provider, external, text_in(*body, "projectId"), std::move(*metadata)};
  return once(service, [&] { return keep_session(service, account); });
}

// POST /api/session/init {userId, projectId, metadata}: a session without an account elsewhere.
Result<Response> init_session(Service& service) {
  const auto body = service.body();
  if (!body) return refuse(service, body.error());
  auto metadata = object_in(*body, "metadata");
  if (!metadata) return refuse(service, metadata.error());
  const auto random = service.crypto().random(8);
  if (!random) return random.error();
  const auto user = text_in(*body, "userId");
  const Account account{"session", user.empty() ? uuid_v7(service.now(), 1, *random) : user, text_in(*body, "projectId"), std::move(*metadata)};
  return once(service, [&] { return keep_session(service, account); });
}

// POST /api/session/sync {sessionId, updates}: members of `updates` replace those of the state.
Result<Response> update_session(Service& service) {
  const auto body = service.body();
  if (!body) return refuse(service, body.error());
  const auto id = text_in(*body, "sessionId");
  const auto updates = object_in(*body, "updates");
  if (!updates) return refuse(service, updates.error());
  return once(service, [&]() -> Result<json::object> {
    auto row = live_session(service, id);
    if (!row) return row.error();
    auto state = object_of(row->at("state"));
    for (const auto& [name, value] : *updates) state[name] = value;
    auto kept = service.store().execute("UPDATE id_sessions SET state = :state, version = version + 1, last_sync = :now WHERE id = :id",
                                        {{"state", json::serialize(state)}, {"now", rfc3339(service.now())}, {"id", id}});
    if (!kept) return kept.error();
    auto told = service.event({{"type", "session.updated"}, {"subject", row->at("did")}, {"data", json::object{{"session", id}}}});
    if (!told) return told.error();
    row = session_by_id(service, id);
    return row ? Result<json::object>(session_answer(*row, "updated", service.now())) : row.error();
  });
}

// GET /api/v2/sessions?did=&provider=: newest first.
Result<Response> list_sessions(Service& service) {
  const auto page = page_of(service);
  if (!page) return refuse(service, page.error());
  Select sessions{"SELECT " + std::string(session_columns) + " FROM id_sessions WHERE 1 = 1"};
  if (const auto caller = service.caller(); !caller.owner) {
    auto parameters = caller_parameters(service);
    if (!parameters) return parameters.error();
    sessions.sql += " AND " + is_caller("subject"), sessions.parameters = std::move(*parameters);
  }
  if (const auto did = service.query("did"); !did.empty()) sessions.narrow("did = :did", "did", did);
  if (const auto provider = service.query("provider"); !provider.empty()) sessions.narrow("provider = :provider", "provider", provider);
  if (!page->cursor.empty()) sessions.narrow("id < :cursor", "cursor", page->cursor);
  sessions.sql += " ORDER BY id DESC";
  return answer_page(service, *page, "sessions", std::move(sessions),
                     [now = service.now()](const Row& row) { return session_of(row, now); });
}

// GET /api/session/{id}, GET /api/v2/session/{id}
Result<Response> show_session(Service& service) {
  auto row = session_by_id(service, service.parameter("id"));
  if (!row) return refuse(service, row.error());
  auto checkpoints = checkpoints_of(service, text_of(*row, "id"));
  if (!checkpoints) return checkpoints.error();
  auto session = session_of(*row, service.now());
  session["checkpoints"] = std::move(*checkpoints);
  return Response(envelope(service, {{"session", std::move(session)}}));
}

}  // namespace chitty::id::service
