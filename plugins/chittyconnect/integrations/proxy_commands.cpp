// chitty connect proxy …: what connected platforms are asked.
#include <chittyconnect_names.hpp>

#include <chitty/members.hpp>
#include <chitty/models/chat.hpp>
#include <chitty/status.hpp>
#include <chitty/time.hpp>

namespace chittyconnect::commands {

using namespace chitty;

namespace {

std::string message_in(const json::value& body) {
  const auto* object = body.if_object();
  if (!object) return body.is_string() ? std::string(body.get_string()).substr(0, 200) : std::string();
  for (const auto* member : {"message", "error_description", "error"})
    if (const auto text = text_in(*object, member); !text.empty()) return text;
  const auto* error = object->if_contains("error");
  return error ? text_in(*error, "message") : std::string();
}

// What the platform answered; an error in its words when it refused.
Result<json::value> asked(Host& host, std::string_view slug, std::string_view method, const std::string& path, json::value body, bool reads) {
  json::object order{{"method", method}, {"path", path}};
  if (!body.is_null()) order["body"] = std::move(body);
  if (reads) order["repeatable"] = true;
  auto request = post("/api/v1/proxy/" + encode(slug), std::move(order));
  request.repeatable = reads;
  CHITTY_TRY(auto reply, host.send(request));
  if (!reply.value().is_object() || !reply.value().get_object().contains("body")) return make_error(Code::malformed, "the service gave no answer of the platform");
  auto& whole = reply.value().get_object();
  const auto* said = whole.if_contains("status");
  const int status = said && said->is_int64() ? static_cast<int>(said->get_int64()) : 0;
  if (status < 100 || status > 599) return make_error(Code::malformed, "the service did not say how the platform answered");
  if (status < 400) return std::move(whole["body"]);
  const auto words = message_in(whole["body"]);
  return make_error(code_of_status(status), std::string(slug) + " answered " + std::to_string(status) + (words.empty() ? "" : ": " + words));
}

// "2026-11-30T12:00:00.000Z" of an event's time or day.
std::string time_in(const json::object& event, std::string_view member) {
  const auto* time = event.if_contains(member);
  if (!time) return {};
  const auto exact = text_in(*time, "dateTime");
  return exact.empty() ? text_in(*time, "date") : exact;
}

std::string title_of(const json::object& database) {
  std::string title;
  if (const auto* parts = database.if_contains("title"); parts && parts->is_array())
    for (const auto& part : parts->get_array()) title += text_in(part, "plain_text");
  return title;
}

}  // namespace

Result<Reply> proxy_notion_list_databases(const ProxyNotionListDatabases& args, Host& host) {
  std::string cursor;
  for (std::int64_t left = args.limit.value_or(1'000'000); left > 0;) {
    json::object search{{"filter", json::object{{"property", "object"}, {"value", "database"}}}, {"page_size", std::min<std::int64_t>(left, 100)}};
    if (!cursor.empty()) search["start_cursor"] = cursor;
    CHITTY_TRY(const auto reply, asked(host, "notion", "POST", "/v1/search", std::move(search), true));
    const auto* results = reply.is_object() ? reply.get_object().if_contains("results") : nullptr;
    if (!results || !results->is_array()) return make_error(Code::malformed, "notion gave no list of databases");
    for (const auto& one : results->get_array()) {
      if (!one.is_object() || left-- <= 0) continue;
      const auto& database = one.get_object();
      CHITTY_DO(host.record(json::object{{"id", text_in(database, "id")}, {"title", title_of(database)}, {"url", text_in(database, "url")}, {"lastEditedAt", text_in(database, "last_edited_time")}}));
    }
    const auto before = cursor;
    cursor = text_in(reply, "next_cursor");
    if (cursor.empty() || cursor == before) break;
  }
  return Reply::nothing();
}

Result<Reply> proxy_gcal_events(const ProxyGcalEvents& args, Host& host) {
  std::string page;
  for (std::int64_t left = args.limit.value_or(1'000'000); left > 0;) {
    const auto path = get("/calendar/v3/calendars/" + encode(args.calendar) + "/events", {{"timeMin", rfc3339(host.now())}, {"timeMax", args.next}, {"singleEvents", "true"}, {"orderBy", "startTime"}, {"maxResults", std::to_string(std::min<std::int64_t>(left, 250))}, {"pageToken", page}}).target;
    CHITTY_TRY(const auto reply, asked(host, "google-calendar", "GET", path, nullptr, true));
    const auto* items = reply.is_object() ? reply.get_object().if_contains("items") : nullptr;
    if (!items || !items->is_array()) return make_error(Code::malformed, "google-calendar gave no list of events");
    for (const auto& one : items->get_array()) {
      if (!one.is_object() || left-- <= 0) continue;
      const auto& event = one.get_object();
      CHITTY_DO(host.record(json::object{{"id", text_in(event, "id")}, {"summary", text_in(event, "summary")}, {"start", time_in(event, "start")}, {"end", time_in(event, "end")}, {"location", text_in(event, "location")}, {"status", text_in(event, "status")}}));
    }
    const auto before = page;
    page = text_in(reply, "nextPageToken");
    if (page.empty() || page == before) break;
  }
  return Reply::nothing();
}

Result<Reply> proxy_openai_chat(const ProxyOpenaiChat& args, Host& host) {
  json::array messages;
  if (!args.system.empty()) messages.push_back(json::object{{"role", "system"}, {"content", args.system}});
  messages.push_back(json::object{{"role", "user"}, {"content", args.text}});
  json::object order{{"method", "POST"}, {"path", "/v1/chat/completions"}, {"body", json::object{{"model", args.model}, {"messages", std::move(messages)}, {"stream", true}}}};
  CHITTY_TRY(auto stream, host.open(post("/api/v1/proxy/openai/stream", std::move(order))));
  models::ChatReader chat(true);
  std::string piece(16384, '\0');
  bool begun = false;
  Result<void> told;
  while (told && !chat.ended()) {
    CHITTY_TRY(const auto got, stream.read(piece.data(), piece.size()));
    if (got == 0) break;
    const auto text = chat.feed(std::string_view(piece).substr(0, got));
    told = text ? Result<void>() : text.error();
    if (!text || text->empty()) continue;
    begun = true;
    CHITTY_DO(host.bytes(models::without_controls(*text)));
  }
  if (begun) CHITTY_DO(host.bytes("\n"));
  CHITTY_DO(told);
  CHITTY_DO(chat.end());
  return Reply::nothing();
}

Result<Reply> proxy(const Proxy& args, Host& host) {
  CHITTY_TRY(auto reply, asked(host, args.name, args.method, args.path, args.data, args.method == "GET"));
  return Reply(std::move(reply));
}

}  // namespace chittyconnect::commands
