#include <chitty/routes.hpp>

namespace chitty {

Result<Response> health(Service& service) {
  if (auto row = service.store().find("SELECT 1 AS one"); !row) return row.error();
  return Response(json::object{{"status", "ok"},
                               {"service", service.name()},
                               {"version", service.version()},
                               {"timestamp", rfc3339(service.now())}});
}

Result<Response> key_set(Service& service, std::string_view sql) {
  const auto rows = service.store().query(sql);
  if (!rows) return rows.error();
  json::array keys;
  for (const auto& row : *rows) keys.push_back(public_jwk(text_in(row, "jwk"), text_in(row, "kid")));
  return Response(json::object{{"keys", std::move(keys)}});
}

}  // namespace chitty
