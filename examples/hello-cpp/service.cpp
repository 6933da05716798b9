// The local service: the routes, and what they remember.
#include <hello_names.hpp>

namespace hello::routes {

using namespace chitty;

// POST /greetings {"greeting": "..."}: 201 with the greeting and its new id. The daemon has checked the body.
Result<Response> keep(Service& service, const Keep& given) {
  const json::object row{{"id", "greeting-" + std::string(service.request_id())},
                         {"greeting", given.body.greeting},
                         {"madeAt", service.now()}};
  CHITTY_DO(service.store().execute(
      "INSERT INTO hello_greetings (id, greeting, made_at) VALUES (:id, :greeting, :madeAt)", row));
  return Response(201, row);
}

// GET /greetings: {"greetings": [...]}, oldest first.
Result<Response> list(Service& service) {
  CHITTY_TRY(auto rows, service.store().query("SELECT id, greeting, made_at AS \"madeAt\" FROM hello_greetings ORDER BY made_at, id"));
  json::array all;
  for (auto& row : rows) all.push_back(std::move(row));
  return Response(json::object{{"greetings", std::move(all)}});
}

}  // namespace hello::routes
