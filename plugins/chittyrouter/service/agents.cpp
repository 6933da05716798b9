// Agents by name, what they said, and drafts.
#include <chitty/answers.hpp>
#include <chitty/members.hpp>

#include "agent_run.hpp"
#include "inbox.hpp"

namespace chittyrouter::routes {

using namespace chitty;

namespace {

constexpr std::string_view draft_columns = "SELECT id, message, agent, recipient, subject, text, file, made_at FROM router_drafts WHERE owner = :owner";

Result<Row> draft_of_caller(Service& service, const std::string& id) {
  return service.store().row(std::string(draft_columns) + " AND id = :id", {{"owner", owner(service)}, {"id", id}}, "There is no draft " + id + ".", "List them: chitty router drafts list");
}

Result<const Agent*> named(const std::string& name) {
  if (const auto* agent = agent_of(name)) return agent;
  return make_error(Code::not_found, "There is no agent '" + name + "'.", "List them: chitty router agents list");
}

}  // namespace

Result<Response> list_agents(Service& service) {
  json::array out;
  for (const auto& agent : agents()) {
    CHITTY_TRY(const auto row, service.store().row("SELECT COUNT(*) AS n, COUNT(model) AS by_model, MAX(made_at) AS last FROM router_results WHERE owner = :owner AND agent = :agent", {{"owner", owner(service)}, {"agent", agent.name}}, "No results."));
    out.push_back(json::object{{"name", agent.name}, {"kind", agent.kind}, {"description", agent.description}, {"status", "active"}, {"invocations", row.at("n")}, {"byModel", row.at("by_model")}, {"lastAt", row.at("last")}});
  }
  return Response(json::value(std::move(out)));
}

Result<Response> invoke_agent(Service& service, const InvokeAgent& given) {
  CHITTY_TRY(const auto* agent, named(given.path.name));
  CHITTY_TRY(const auto mail, mail_of_caller(service, given.body.emailId));
  CHITTY_TRY(const auto body, service.body());
  CHITTY_TRY(const auto said, object_in(body, "said"));
  return idempotent(service, 200, [&]() -> Result<json::object> { return run_agent(service, mail, *agent, said_of(said), given.body.draft.value_or(false)); });
}

Result<Response> agent_history(Service& service, const AgentHistory& given) {
  CHITTY_TRY(const auto* agent, named(given.path.name));
  std::string sql = "SELECT id, message, agent, model, result, made_at FROM router_results WHERE owner = :owner AND agent = :agent";
  json::object parameters{{"owner", owner(service)}, {"agent", agent->name}, {"limit", given.query.limit}};
  if (!given.query.cursor.empty()) sql += " AND id < :cursor", parameters["cursor"] = given.query.cursor;
  CHITTY_TRY(const auto rows, service.store().query_text(sql + " ORDER BY id DESC LIMIT :limit", parameters));
  return array_of(rows, shapes::result);
}

Result<Response> list_drafts(Service& service, const ListDrafts& given) {
  std::string sql(draft_columns);
  json::object parameters{{"owner", owner(service)}, {"limit", given.query.limit}, {"cursor", given.query.cursor}};
  if (given.query.unfiled.value_or(false)) sql += " AND file IS NULL";
  CHITTY_TRY(const auto rows, service.store().query_text(sql + " AND id > :cursor ORDER BY id LIMIT :limit", parameters));
  return array_of(rows, shapes::draft);
}

Result<Response> show_draft(Service& service, const ShowDraft& given) {
  CHITTY_TRY(const auto row, draft_of_caller(service, given.path.id));
  return Response(record_of(row, shapes::draft));
}

Result<Response> draft_text(Service& service, const DraftText& given) {
  CHITTY_TRY(const auto row, draft_of_caller(service, given.path.id));
  Response response;
  response.body = text_in(row, "text");
  response.headers = {{"Content-Type", "message/rfc822"}, {"X-Content-Type-Options", "nosniff"}};
  return response;
}

Result<Response> delete_draft(Service& service, const DeleteDraft& given) {
  return idempotent(service, 200, [&]() -> Result<json::object> {
    CHITTY_TRY(const auto row, draft_of_caller(service, given.path.id));
    CHITTY_DO(service.store().execute("DELETE FROM router_drafts WHERE id = :id AND owner = :owner", {{"id", given.path.id}, {"owner", owner(service)}}));
    return record_of(row, shapes::draft);
  });
}

Result<Response> file_draft(Service& service, const FileDraft& given) {
  CHITTY_TRY(const auto row, draft_of_caller(service, given.path.id));
  CHITTY_DO(service.store().execute("UPDATE router_drafts SET file = :file WHERE id = :id AND owner = :owner", {{"file", given.body.file}, {"id", given.path.id}, {"owner", owner(service)}}));
  return answer(service, {{"id", given.path.id}, {"file", given.body.file}});
}

}  // namespace chittyrouter::routes
