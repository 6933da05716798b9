#include "answers.hpp"

#include <map>

namespace chittyconnect::openapi {

namespace {

struct Shared {
  std::string_view status, name, description;
};

constexpr Shared shared[] = {
    {"400", "InvalidRequest", "The request is not as it must be; details.departures says where."},
    {"401", "Unauthenticated", "There is no token, or nobody is known by it."},
    {"403", "PermissionDenied", "It is known who asks, and it is not allowed; the message names what is missing."},
    {"404", "NotFound", "There is no such thing, or it is somebody else's."},
    {"409", "Conflict", "The state forbids it: it exists already, was changed meanwhile, or is full."},
    {"412", "PreconditionFailed", "What must be so beforehand is not so."},
    {"422", "Refused", "The request is understood and refused; or its Idempotency-Key came before with another request."},
    {"429", "RateLimited", "Too many requests; Retry-After says when to come again."},
    {"4XX", "BadRequest", "Refused before its route was reached: its method, its size, its type, or too slow."},
    {"5XX", "Failed", "The service could not do it."},
};

// A manifest's words of refusals, and the status that each is told by.
std::string_view status_of(std::string_view word) {
  static const std::map<std::string_view, std::string_view> all = {
      {"NOT_FOUND", "404"}, {"CONFLICT", "409"}, {"UNAUTHENTICATED", "401"}, {"PERMISSION_DENIED", "403"}, {"REFUSED", "422"}, {"RATE_LIMITED", "429"}};
  const auto found = all.find(word);
  return found == all.end() ? std::string_view() : found->second;  // the others are told by 5XX
}

json::object reference(const Shared& one) { return {{"$ref", "#/components/responses/" + std::string(one.name)}}; }

void add(json::object& responses, std::string_view status) {
  for (const auto& one : shared)
    if (one.status == status) responses[status] = reference(one);
}

json::object success(const json::object& route, const ServedService& service, Schemas& schemas) {
  json::object made{{"description", text_at(route, "summary") + "."}};
  const auto* reply = route.if_contains("reply");
  auto content = content_of(reply ? *reply : json::value(), service, schemas);
  if (!content.empty()) made["content"] = std::move(content);
  return made;
}

json::object elsewhere() { return {{"description", "To be asked where Location says."}}; }

bool is_handlers_own(const json::object& route) { return text_at(route, "check") == "handler"; }

}  // namespace

json::object content_of(const json::value& words, const ServedService& service, Schemas& schemas) {
  const auto of = [](std::string_view type, json::value schema) {
    return json::object{{type, json::object{{"schema", std::move(schema)}}}};
  };
  if (words.is_null()) return {{"*/*", json::object()}};
  if (words.is_bool() && !words.get_bool()) return {};
  if (const auto* object = words.if_object(); object && object->size() == 1) {
    const auto& [word, value] = *object->begin();
    // Bytes of no type that is known beforehand: of the one that was asked for.
    if (word == "media" && value == json::value("application/octet-stream")) return {{"*/*", json::object()}};
    if (word == "media" && value.is_string()) return {{std::string_view(value.get_string()), json::object()}};
    // OpenAPI 3.1 has no word for a sequence: the schema is that of one line, or of one event's data.
    if (word == "ndjson") return of("application/x-ndjson", schemas.taken(value, service));
    if (word == "sse") return of("text/event-stream", schemas.taken(value, service));
    if (word == "form") return of("application/x-www-form-urlencoded", schemas.taken(value, service));
  }
  return of("application/json", schemas.taken(words, service));
}

json::object responses_of(const json::object& route, const ServedService& service, Schemas& schemas) {
  json::object made{{"2XX", success(route, service, schemas)}};
  if (is_handlers_own(route)) {
    // It speaks its own protocol, which has refusals of its own.
    made["3XX"] = elsewhere();
    made["4XX"] = json::object{{"description", "Refused, in the words of its protocol."}, {"content", json::object{{"*/*", json::object()}}}};
    return add(made, "5XX"), made;
  }
  if (route.contains("redirects")) made["3XX"] = elsewhere();
  std::map<std::string_view, bool> said{{"400", true}, {"429", true}, {"4XX", true}, {"5XX", true}};
  const bool is_public = route.contains("public");
  if (!is_public) said["401"] = said["403"] = true;
  if (is_public && text_at(route, "method") != "GET") said["403"] = true;  // a page of another origin
  if (route.contains("once")) said["422"] = true;
  for (const auto& word : array_at(route, "refusals"))
    if (word.is_string())
      if (const auto status = status_of(word.get_string()); !status.empty()) said[status] = true;
  if (said.contains("409")) said["412"] = true;  // a manifest's CONFLICT is either
  for (const auto& [status, unused] : said) add(made, status);
  return made;
}

json::object shared_responses() {
  json::object all;
  const json::object content{{"application/json", json::object{{"schema", json::object{{"$ref", "#/components/schemas/" + std::string(refusal_name)}}}}}};
  for (const auto& one : shared) {
    json::object response{{"description", one.description}, {"content", content}};
    if (one.status == "429")
      response["headers"] = json::object{{"Retry-After", json::object{{"description", "Seconds until it may succeed."}, {"schema", json::object{{"type", "integer"}, {"minimum", 0}}}}}};
    all[one.name] = std::move(response);
  }
  return all;
}

json::object refusal_schema() {
  const json::object text{{"type", "string"}};
  return {{"description", "Why a request was refused or could not be done. A service may tell more in further members."},
          {"type", "object"},
          {"required", json::array{"success", "error", "message", "timestamp"}},
          {"properties", json::object{{"success", json::object{{"const", false}}},
                                      {"error", json::object{{"type", "string"}, {"description", "A word for programs, such as NOT_FOUND."}}},
                                      {"message", json::object{{"type", "string"}, {"description", "A sentence for people."}}},
                                      {"hint", json::object{{"type", "string"}, {"description", "What to do about it."}}},
                                      {"details", json::object{{"type", "object"}}},
                                      {"service", text},
                                      {"requestId", text},
                                      {"timestamp", json::object{{"type", "string"}, {"format", "date-time"}}}}}};
}

}  // namespace chittyconnect::openapi
