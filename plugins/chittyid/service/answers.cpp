#include "answers.hpp"

#include "../moment.hpp"

#include <charconv>

namespace chitty::id {

namespace {

constexpr std::int64_t a_day = 24 * 3'600'000;

struct Status {
  Code code;
  int status;
  const char* word;
};
constexpr Status statuses[] = {{Code::invalid_argument, 400, "INVALID_REQUEST"},
                               {Code::permission_denied, 403, "FORBIDDEN"},
                               {Code::not_found, 404, "NOT_FOUND"},
                               {Code::conflict, 409, "CONFLICT"}};

// A number in the query; `fallback` when it is not given.
Result<std::int64_t> number(const Service& service, const char* name, std::int64_t fallback, std::int64_t least, std::int64_t most) {
  const std::string text = service.query(name);
  if (text.empty()) return fallback;
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size() || value < least || value > most)
    return usage_error("The query's " + std::string(name) + " must be a number from " + std::to_string(least) + " to " +
                       std::to_string(most) + ".");
  return value;
}

}  // namespace

json::object envelope(Service& service, json::object body) {
  json::object whole{{"success", true}};
  for (auto& [name, value] : body) whole[name] = std::move(value);
  whole["service"] = CHITTY_PLUGIN_NAME;
  whole["timestamp"] = rfc3339(service.now());
  return whole;
}

Result<Response> refuse(Service& service, const Error& error) {
  for (const auto& [code, status, word] : statuses) {
    if (error.code != code) continue;
    json::object body{{"success", false}, {"error", word}, {"message", error.message}};
    if (!error.hint.empty()) body["hint"] = error.hint;
    for (const auto& [name, value] : error.details) body[name] = value;
    body["service"] = CHITTY_PLUGIN_NAME;
    body["timestamp"] = rfc3339(service.now());
    return Response(status, body);
  }
  return error;
}

json::object object_of(const json::value& text) {
  if (!text.is_string()) return {};
  boost::system::error_code ec;
  auto value = json::parse(text.get_string(), ec);
  return !ec && value.is_object() ? std::move(value.get_object()) : json::object();
}

std::string text_of(const Row& row, std::string_view column) { return text_in(row, column); }

std::string text_in(const json::object& body, std::string_view member) {
  const auto* value = body.if_contains(member);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

Result<Page> page_of(const Service& service) {
  const auto limit = number(service, "limit", 50, 1, 200);
  if (!limit) return limit.error();
  const auto offset = number(service, "offset", 0, 0, 1'000'000'000);
  if (!offset) return offset.error();
  return Page{*limit, *offset, service.query("cursor")};
}

json::object page_metadata(const Page& page, Rows& rows) {
  json::object metadata{{"limit", page.limit}, {"offset", page.offset}, {"nextCursor", nullptr}};
  if (rows.size() <= static_cast<std::size_t>(page.limit)) return metadata;
  rows.pop_back();
  metadata["nextCursor"] = rows.back().at("id");
  return metadata;
}

namespace detail {

std::string request_key(Service& service) {
  const std::string given = service.header("Idempotency-Key");
  return given.empty() ? given : service.caller().subject + " " + std::string(service.handler()) + " " + given;
}

Result<std::optional<json::object>> earlier_answer(Service& service, const std::string& key) {
  if (key.empty()) return std::optional<json::object>();
  auto row = service.store().find("SELECT answer FROM id_answers WHERE request_key = :key", {{"key", key}});
  if (!row) return row.error();
  return *row ? std::optional(object_of((*row)->at("answer"))) : std::nullopt;
}

Result<void> keep_answer(Service& service, const std::string& key, const json::object& answer) {
  if (key.empty()) return {};
  auto store = service.store();
  auto purged = store.execute("DELETE FROM id_answers WHERE created_at < :then", {{"then", rfc3339(service.now() - a_day)}});
  if (!purged) return purged.error();
  auto kept = store.execute("INSERT INTO id_answers (request_key, answer, created_at) VALUES (:key, :answer, :now)",
                            {{"key", key}, {"answer", json::serialize(answer)}, {"now", rfc3339(service.now())}});
  return kept ? Result<void>() : kept.error();
}

}  // namespace detail
}  // namespace chitty::id
