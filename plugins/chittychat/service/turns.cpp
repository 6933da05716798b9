// A turn: what the person says is kept, and the conversation waits for its answer, which comes once, whole or as far as it came. Only one
// is answered at a time; who has it holds the turn's ID. It is free again when the answer is kept, or when its time is over.
#include <chitty/answers.hpp>
#include <chitty/members.hpp>
#include <chitty/time.hpp>

#include "sessions.hpp"

namespace chittychat::routes {

using namespace chitty;

namespace {

// The first line, for a title.
std::string title_of(const std::string& message) {
  auto title = message.substr(0, std::min<std::size_t>({message.find('\n'), message.size(), 80}));
  while (!title.empty() && (static_cast<unsigned char>(title.back()) & 0xC0) == 0x80) title.pop_back();  // half of a character
  if (!title.empty() && static_cast<unsigned char>(title.back()) >= 0xC0) title.pop_back();
  return title;
}

Result<std::string> session_for(Service& service, const BeginTurn& given) {
  const auto fresh = [&] { return begin_session(service, {.title = title_of(given.body.message)}); };
  if (given.body.new_.value_or(false)) return fresh();
  const auto there = session_of_caller(service, given.body.sessionId);
  if (there) return text_in(*there, "id");
  if (given.body.sessionId.empty() && there.error().code == Code::not_found) return fresh();
  return there.error();
}

Result<void> keep_message(Service& service, json::object row) {
  const auto size = text_in(row, "content").size() + text_in(row, "quotes").size();
  CHITTY_DO(service.quota("messages"));
  CHITTY_DO(service.quota("bytes", size));
  row["owner"] = owner(service), row["size"] = size, row["made_at"] = rfc3339(service.now());
  return service.store().insert("chat_messages", row);
}

}  // namespace

Result<Response> begin_turn(Service& service, const BeginTurn& given) {
  return idempotent(service, 200, [&]() -> Result<json::object> {
    CHITTY_TRY(const auto id, session_for(service, given));
    CHITTY_TRY(const auto session, session_of_caller(service, id));
    if (!text_in(session, "turn").empty() && session.at("turn_until").to_number<std::int64_t>() > service.now())
      return make_error(Code::conflict, "Another message is being answered in this conversation.", "Wait for its answer, or begin another: chitty chat send MESSAGE --new");
    CHITTY_TRY(const auto turn, new_ordered_id(service));
    const auto seq = session.at("messages").to_number<std::int64_t>() + 1;
    CHITTY_DO(keep_message(service, {{"id", turn}, {"session", id}, {"seq", seq}, {"role", "user"}, {"content", given.body.message}, {"status", "sent"}, {"answered_by", nullptr}, {"model", nullptr}, {"note", nullptr}, {"quotes", "[]"}, {"prompt_tokens", 0}, {"answer_tokens", 0}, {"first_ms", 0}}));
    const auto title = seq == 1 && text_in(session, "title") == "Untitled" ? title_of(given.body.message) : text_in(session, "title");
    CHITTY_DO(service.store().execute("UPDATE chat_sessions SET turn = :turn, turn_until = :until, messages = :seq, title = :title, updated_at = :now, touched = :turn WHERE id = :id AND owner = :owner",
                                      {{"turn", turn}, {"until", service.now() + given.body.leaseMs}, {"seq", seq}, {"title", title}, {"now", rfc3339(service.now())}, {"id", id}, {"owner", owner(service)}}));
    CHITTY_DO(service.event("chat.message_sent", id, {{"seq", seq}}));
    CHITTY_TRY(const auto row, session_of_caller(service, id));
    CHITTY_TRY(const auto defaults, service.store().find("SELECT model, system_prompt FROM chat_settings WHERE owner = :owner", {{"owner", owner(service)}}));
    const auto in_force = [&](std::string_view column) { return !row.at(column).is_null() ? row.at(column) : defaults ? defaults->at(column)
                                                                                                                      : json::value(nullptr); };
    // What is said here is kept for a day with the request's key: nothing of what the conversation holds.
    return json::object{{"turn", turn}, {"seq", seq}, {"session", shown_session(service, row)}, {"model", in_force("model")}, {"systemPrompt", in_force("system_prompt")}};
  });
}

Result<Response> finish_turn(Service& service, const FinishTurn& given) {
  return idempotent(service, 200, [&]() -> Result<json::object> {
    const auto& turn = given.path.turn;
    CHITTY_TRY(const auto asked, service.store().row("SELECT session FROM chat_messages WHERE id = :id AND owner = :owner AND role = 'user'", {{"id", turn}, {"owner", owner(service)}}, "There is no message " + turn + " to answer."));
    CHITTY_TRY(const auto session, session_of_caller(service, text_in(asked, "session")));
    if (text_in(session, "turn") != turn) return make_error(Code::conflict, "This message was answered already, or its time to be answered was over.");
    const auto seq = session.at("messages").to_number<std::int64_t>() + 1;
    CHITTY_TRY(const auto id, new_ordered_id(service));
    const auto& body = given.body;
    json::array quotes;
    for (const auto& quote : body.quotes) quotes.push_back(json::object{{"document", quote.document}, {"name", quote.name}, {"page", quote.page}, {"start", quote.start}, {"end", quote.end}, {"text", quote.text}});
    CHITTY_DO(keep_message(service, {{"id", id}, {"session", session.at("id")}, {"seq", seq}, {"role", "assistant"}, {"content", body.content}, {"status", body.status}, {"answered_by", body.answeredBy}, {"model", text_or_null(body.model)}, {"note", text_or_null(body.note)}, {"quotes", json::serialize(quotes)}, {"prompt_tokens", body.promptTokens.value_or(0)}, {"answer_tokens", body.answerTokens.value_or(0)}, {"first_ms", body.firstMs.value_or(0)}}));
    CHITTY_DO(service.store().execute("UPDATE chat_sessions SET turn = NULL, turn_until = 0, messages = :seq, updated_at = :now, touched = :touched WHERE id = :id AND owner = :owner",
                                      {{"seq", seq}, {"now", rfc3339(service.now())}, {"touched", id}, {"id", session.at("id")}, {"owner", owner(service)}}));
    CHITTY_DO(service.event("chat.answered", text_in(session, "id"), {{"seq", seq}, {"by", body.answeredBy}, {"status", body.status}, {"quotes", quotes.size()}}));
    return json::object{{"id", id}, {"sessionId", session.at("id")}, {"seq", seq}, {"status", body.status}};
  });
}

}  // namespace chittychat::routes
