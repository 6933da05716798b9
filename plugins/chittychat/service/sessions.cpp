// Conversations: begun, listed, seen, changed, deleted.
#include "sessions.hpp"

#include <chitty/answers.hpp>
#include <chitty/lists.hpp>
#include <chitty/members.hpp>
#include <chitty/time.hpp>

namespace chittychat {

using namespace chitty;

namespace {

constexpr std::size_t most_shown = 4u << 20;  // bytes of the messages that a conversation is shown with

}  // namespace

const std::string_view select_session = "SELECT id, title, model, system_prompt, case_id, case_title, messages, turn, turn_until, created_at, updated_at, touched FROM chat_sessions";
const std::string_view select_message =
    "SELECT id, 'chat_message' AS type, session AS session_id, seq, role, content, status, answered_by, model, note, quotes, prompt_tokens, answer_tokens, first_ms, made_at AS timestamp FROM chat_messages";

Result<Row> session_of_caller(Service& service, const std::string& id) {
  if (id.empty())
    return service.store().row(std::string(select_session) + " WHERE owner = :owner ORDER BY touched DESC LIMIT 1", {{"owner", owner(service)}}, "You have no conversation.", "Begin one: chitty chat start");
  return service.store().row(std::string(select_session) + " WHERE id = :id AND owner = :owner", {{"id", id}, {"owner", owner(service)}}, "There is no conversation " + id + ".", "List them: chitty chat list");
}

json::object shown_session(Service& service, const Row& row) {
  auto shown = record_of(row, shapes::session);
  const bool answering = !text_in(row, "turn").empty() && row.at("turn_until").to_number<std::int64_t>() > service.now();
  shown["state"] = answering ? "answering" : "open";
  return shown;
}

json::object shown_message(const Row& row) { return record_of(row, shapes::message); }

Result<std::string> begin_session(Service& service, const NewSession& given) {
  CHITTY_DO(service.quota("conversations"));
  CHITTY_TRY(const auto id, new_ordered_id(service));
  const auto now = rfc3339(service.now());
  CHITTY_DO(service.store().insert("chat_sessions", {{"id", id}, {"owner", owner(service)}, {"title", given.title.empty() ? "Untitled" : given.title}, {"model", text_or_null(given.model)}, {"system_prompt", text_or_null(given.system_prompt)}, {"case_id", text_or_null(given.case_id)}, {"case_title", text_or_null(given.case_title)}, {"messages", 0}, {"turn", nullptr}, {"turn_until", 0}, {"created_at", now}, {"updated_at", now}, {"touched", id}}));
  CHITTY_DO(service.event("chat.session_created", id, {{"case", text_or_null(given.case_id)}}));
  return id;
}

namespace routes {

Result<Response> create_session(Service& service, const CreateSession& given) {
  return idempotent(service, 201, [&]() -> Result<json::object> {
    const auto& body = given.body;
    CHITTY_TRY(const auto id, begin_session(service, {body.title, body.model, body.systemPrompt, body.caseId, body.caseTitle}));
    CHITTY_TRY(const auto row, session_of_caller(service, id));
    auto shown = shown_session(service, row);
    shown["sessionId"] = id;
    return shown;
  });
}

Result<Response> list_sessions(Service& service, const ListSessions& given) {
  const auto page = page_of(given.query);
  Select select{std::string(select_session) + " WHERE owner = :owner", {{"owner", owner(service)}}};
  if (!page.cursor.empty()) select.where("touched < :cursor", "cursor", page.cursor);
  select.sql += " ORDER BY touched DESC";
  return answer_page(
      service, page, "sessions", std::move(select), [&](const Row& row) { return shown_session(service, row); }, "touched");
}

Result<Response> show_session(Service& service, const ShowSession& given) {
  CHITTY_TRY(const auto row, session_of_caller(service, given.path.id));
  CHITTY_TRY(auto rows, service.store().query(std::string(select_message) + " WHERE session = :session ORDER BY seq DESC LIMIT 200", {{"session", given.path.id}}));
  std::size_t count = 0, bytes = 0;
  while (count < rows.size() && (bytes += text_in(rows[count], "content").size() + text_in(rows[count], "quotes").size()) <= most_shown) ++count;
  json::array events;
  for (auto at = count; at > 0; --at) events.push_back(shown_message(rows[at - 1]));
  auto shown = shown_session(service, row);
  shown["events"] = std::move(events);
  return answer(service, std::move(shown));
}

Result<Response> change_session(Service& service, const ChangeSession& given) {
  return idempotent(service, 200, [&]() -> Result<json::object> {
    CHITTY_TRY(const auto before, session_of_caller(service, given.path.id));
    const auto& body = given.body;
    const auto or_before = [&](const std::string& value, std::string_view column) { return value.empty() ? before.at(column) : json::value(value); };
    CHITTY_DO(service.store().execute("UPDATE chat_sessions SET title = :title, model = :model, system_prompt = :prompt, case_id = :case, case_title = :case_title, updated_at = :now WHERE id = :id AND owner = :owner",
                                      {{"title", or_before(body.title, "title")}, {"model", or_before(body.model, "model")}, {"prompt", or_before(body.systemPrompt, "system_prompt")}, {"case", or_before(body.caseId, "case_id")}, {"case_title", body.caseId.empty() ? or_before(body.caseTitle, "case_title") : text_or_null(body.caseTitle)}, {"now", rfc3339(service.now())}, {"id", given.path.id}, {"owner", owner(service)}}));
    if (!body.caseId.empty()) CHITTY_DO(service.event("chat.case_connected", given.path.id, {{"case", body.caseId}}));
    if (!body.model.empty() || !body.systemPrompt.empty() || !body.title.empty()) CHITTY_DO(service.event("chat.session_changed", given.path.id));
    CHITTY_TRY(const auto row, session_of_caller(service, given.path.id));
    return shown_session(service, row);
  });
}

Result<Response> delete_session(Service& service, const DeleteSession& given) {
  return idempotent(service, 200, [&]() -> Result<json::object> {
    CHITTY_TRY(const auto row, session_of_caller(service, given.path.id));
    CHITTY_DO(service.store().execute("DELETE FROM chat_messages WHERE session = :id AND owner = :owner", {{"id", given.path.id}, {"owner", owner(service)}}));
    CHITTY_DO(service.store().execute("DELETE FROM chat_sessions WHERE id = :id AND owner = :owner", {{"id", given.path.id}, {"owner", owner(service)}}));
    CHITTY_DO(service.event("chat.session_deleted", given.path.id, {{"messages", row.at("messages")}}));
    return shown_session(service, row);
  });
}

Result<Response> list_messages(Service& service, const ListMessages& given) {
  const auto session = session_of_caller(service, given.query.session);
  // Whoever has no conversation yet has said nothing: that is no mistake.
  if (!session && given.query.session.empty() && session.error().code == Code::not_found)
    return answer(service, {{"messages", json::array()}, {"metadata", {{"limit", given.query.limit}, {"offset", 0}, {"nextCursor", nullptr}}}});
  if (!session) return session.error();
  const auto page = page_of(given.query);
  CHITTY_TRY(const auto after, page.number_cursor());
  return answer_page(
      service, page, "messages", {std::string(select_message) + " WHERE session = :session AND owner = :owner AND seq > :cursor ORDER BY seq", {{"session", session->at("id")}, {"owner", owner(service)}, {"cursor", after}}}, [](const Row& row) { return shown_message(row); }, "seq");
}

Result<Response> list_said(Service& service, const ListSaid& given) {
  CHITTY_TRY(auto rows, service.store().query("SELECT content FROM chat_messages WHERE owner = :owner AND role = 'user' ORDER BY id DESC LIMIT :limit", {{"owner", owner(service)}, {"limit", given.query.limit}}));
  json::array said;
  for (auto each = rows.rbegin(); each != rows.rend(); ++each) said.push_back(each->at("content"));
  return answer(service, {{"said", std::move(said)}});
}

}  // namespace routes
}  // namespace chittychat
