// GET, POST, DELETE /routes.
#include <chitty/answers.hpp>
#include <chittygateway_names.hpp>

#include "../prefix.hpp"
#include "destination.hpp"
#include "policy.hpp"

namespace chittygateway::routes {

using namespace chitty;

namespace {

constexpr std::int64_t most_routes = 1000;

json::object shown(Row row) {
  const auto to = row.at("service").is_null() ? row.at("url") : row.at("service");  // a copy: a new member moves the others
  row["to"] = to;
  return record_of(row, shapes::route);
}

Result<std::optional<Row>> route_at(Service& service, const std::string& prefix) {
  return service.store().find("SELECT *, is_public AS public FROM gateway_routes WHERE prefix = :prefix", {{"prefix", prefix}});
}

// The same but for who and when.
bool is_same(const Row& one, const Row& other) {
  for (const auto& [column, value] : one)
    if (column != "id" && column != "created_by" && column != "created_at" && other.at(column) != value) return false;
  return true;
}

std::string told(const Row& row) { return text_in(row, "prefix") + " to " + text_in(row, row.at("service").is_null() ? "url" : "service"); }

Result<json::object> note_of(Service& service, json::object route) {
  CHITTY_TRY(const auto here, is_installed(service, text_in(route, "service")));
  if (!text_in(route, "service").empty() && !here)
    route["note"] = text_in(route, "service") + " is not installed here; until it is, requests are refused";
  return route;
}

}  // namespace

Result<Response> list_routes(Service& service) {
  json::array all;
  CHITTY_TRY(const auto rows, service.store().query("SELECT *, is_public AS public FROM gateway_routes ORDER BY prefix"));
  for (const auto& row : rows) {
    CHITTY_TRY(auto noted, note_of(service, shown(row)));
    all.push_back(std::move(noted));
  }
  return answer(service, {{"routes", std::move(all)}});
}

Result<Response> add_route(Service& service, const AddRoute& given) {
  const auto& body = given.body;
  CHITTY_TRY(const auto prefix, prefix_of(body.prefix));
  CHITTY_DO(may_be_led_away(service, prefix));
  CHITTY_TRY(const auto to, destination_of(body.to));
  CHITTY_DO(may_lead_there(service, to, body.allowPrivate));
  if (!body.healthPath.empty()) CHITTY_DO(prefix_of(body.healthPath));
  CHITTY_TRY(const auto id, new_id(service, "rt_"));
  const Row row{{"id", id}, {"prefix", prefix}, {"service", text_or_null(to.service)}, {"url", text_or_null(to.url)}, {"timeout_ms", body.timeoutMs}, {"retries", body.retries}, {"keep_prefix", body.keepPrefix ? 1 : 0}, {"is_public", body.public_ ? 1 : 0}, {"health_path", text_or_null(body.healthPath)}, {"allow_private", body.allowPrivate ? 1 : 0}, {"breaker_failures", body.breakerFailures}, {"breaker_open_ms", body.breakerOpenMs}, {"created_by", service.caller().subject}, {"created_at", rfc3339(service.now())}};
  bool is_new = true;
  const auto there = [&](const Row& old) -> Result<json::object> {
    is_new = false;
    if (is_same(row, old)) return shown(old);
    Error error = make_error(Code::conflict, "A route for " + prefix + " already exists: " + told(old) + ".",
                             "Remove it first: chitty gateway route remove " + prefix);
    error.details["route"] = shown(old);
    return error;
  };
  const auto add = [&]() -> Result<json::object> {
    CHITTY_TRY(const auto old, route_at(service, prefix));
    if (old) return there(*old);
    CHITTY_TRY(const auto count, service.store().row("SELECT COUNT(*) AS n FROM gateway_routes", {}, ""));
    if (count.at("n").as_int64() >= most_routes)
      return make_error(Code::conflict, "There are " + std::to_string(most_routes) + " routes, which is as many as there may be.",
                        "Remove one; list them: chitty gateway routes list");
    CHITTY_DO(service.store().insert("gateway_routes", row));
    CHITTY_DO(service.event("route.added", prefix, {{"id", id}, {"to", body.to}, {"allowPrivate", body.allowPrivate}, {"public", body.public_}}));
    CHITTY_TRY(const auto kept, route_at(service, prefix));
    return shown(*kept);
  };
  CHITTY_TRY(auto route, changed(service, add));
  CHITTY_TRY(route, note_of(service, std::move(route)));
  return Response(is_new ? 201 : 200, envelope(service, std::move(route)));
}

Result<Response> remove_route(Service& service, const RemoveRoute& given) {
  CHITTY_TRY(const auto prefix, prefix_of(given.query.prefix));
  const auto remove = [&]() -> Result<json::object> {
    CHITTY_TRY(const auto old, route_at(service, prefix));
    if (!old) return make_error(Code::not_found, "No route for " + prefix + ".", "List the routes: chitty gateway routes list");
    if (!text_in(*old, "url").empty()) CHITTY_DO(is_for_administrators(service, "A route to a URL"));
    CHITTY_DO(service.store().execute("DELETE FROM gateway_routes WHERE prefix = :prefix", {{"prefix", prefix}}));
    CHITTY_DO(service.event("route.removed", prefix, {{"id", old->at("id")}, {"to", told(*old)}}));
    return shown(*old);
  };
  CHITTY_TRY(auto removed, changed(service, remove));
  return answer(service, std::move(removed));
}

}  // namespace chittygateway::routes
