// A conversation, whole, in constant memory: one statement, so that what is written meanwhile is either in it or not. The same
// conversation gives the same bytes.
#include <chitty/answers.hpp>
#include <chitty/members.hpp>

#include "sessions.hpp"

namespace chittychat::routes {

using namespace chitty;

namespace {

json::array quotes_of(const json::object& message) {
  const auto* quotes = message.if_contains("quotes");
  return quotes && quotes->is_array() ? quotes->get_array() : json::array();
}

// Text of others as Markdown: what begins a line is theirs to write, but no HTML of theirs is.
std::string plain(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '<') made += "&lt;";
    else made += c;
  }
  return made;
}

std::string markdown_of(const json::object& message) {
  const bool asked = text_in(message, "role") == "user";
  const auto model = text_in(message, "model"), status = text_in(message, "status"), note = text_in(message, "note"), by = text_in(message, "answeredBy");
  std::string text = "\n## " + std::string(asked ? "You" : by == "documents" ? "The documents"
                                                       : model.empty()       ? "Answer"
                                                                             : plain(model)) +
                     ", " + text_in(message, "timestamp") + "\n\n" + plain(text_in(message, "content")) + "\n";
  if (status == "interrupted") text += "\n*The answer was interrupted.*\n";
  if (!note.empty()) text += "\n*" + plain(note) + "*\n";
  std::size_t number = 0;
  for (const auto& quote : quotes_of(message)) {
    const auto& page = quote.at("page");
    text += "\n> [" + std::to_string(++number) + "] ";
    for (const char c : plain(text_in(quote, "text"))) text += c == '\n' ? std::string("\n> ") : std::string(1, c);
    text += "\n>\n> " + plain(text_in(quote, "name")) + (page.is_int64() && page.get_int64() > 0 ? ", page " + std::to_string(page.get_int64()) : "") + "\n";
  }
  return text;
}

}  // namespace

Result<Response> export_session(Service& service, const ExportSession& given) {
  CHITTY_TRY(const auto row, session_of_caller(service, given.path.id));
  const auto session = shown_session(service, row);
  const bool as_json = given.query.format == "json";
  CHITTY_DO(service.begin(200, {{"Content-Type", as_json ? "application/json" : "text/markdown; charset=utf-8"}, {"X-Content-Type-Options", "nosniff"}}));
  std::string head = R"({"format":"chittychat-export/1","session":)" + json::serialize(session) + ",\"messages\":[";
  if (!as_json) head = "# " + plain(text_in(session, "title")) + "\n\nConversation " + given.path.id + (text_in(session, "caseTitle").empty() ? "" : ", case " + plain(text_in(session, "caseTitle"))) + ".\n";
  Result<void> written = service.write(head);
  bool first = true;
  CHITTY_DO(service.store().each(std::string(select_message) + " WHERE session = :session AND owner = :owner ORDER BY seq", {{"session", given.path.id}, {"owner", owner(service)}}, [&](const Row& message) {
    const auto shown = shown_message(message);
    if (written) written = service.write(as_json ? (std::exchange(first, false) ? "\n" : ",\n") + json::serialize(shown) : markdown_of(shown));
    return written.has_value() && !service.cancelled();
  }));
  if (!written) return written.error();
  if (as_json) CHITTY_DO(service.write("\n]}\n"));
  return Response::done();
}

}  // namespace chittychat::routes
