// The local service: the same noun's routes, and what they remember.
#include "greetings.hpp"

namespace hello::service {

using namespace chitty;

// POST /greetings {"greeting": "..."}: 201 with the greeting and its new id.
Result<Response> keep(Service& service) {
  auto body = service.body();
  if (!body) return body.error();
  const auto* greeting = body->if_contains("greeting");
  if (!greeting || !greeting->is_string()) return usage_error("A greeting has words.", "Send {\"greeting\": \"...\"}.");

  const json::object row{
      {"id", "greeting-" + std::string(service.request_id())}, {"greeting", *greeting}, {"made_at", service.now()}};
  auto kept = service.store().execute(
      "INSERT INTO hello_greetings (id, greeting, made_at) VALUES (:id, :greeting, :made_at)", row);
  if (!kept) return kept.error();
  return Response(201, row);
}

// GET /greetings: {"greetings": [...]}, oldest first.
Result<Response> list(Service& service) {
  auto rows = service.store().query("SELECT id, greeting, made_at FROM hello_greetings ORDER BY made_at, id");
  if (!rows) return rows.error();
  json::array all;
  for (auto& row : *rows) all.push_back(std::move(row));
  return Response(json::object{{"greetings", std::move(all)}});
}

}  // namespace hello::service
