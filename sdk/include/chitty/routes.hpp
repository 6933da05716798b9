// Routes that services have alike: a plugin names them in its table as it names its own, {"health", chitty::health}.
#ifndef CHITTY_ROUTES_HPP
#define CHITTY_ROUTES_HPP

#include <chitty/answers.hpp>
#include <chitty/jws.hpp>

namespace chitty {

// GET /health: the service is up, and its store with it. "ok" is the word that every checker of health on the wire
// takes for well. CHITTY_PLUGIN_VERSION is the manifest's (chitty_plugin() in ChittyPlugin.cmake).
inline Result<Response> health(Service& service) {
  if (auto row = service.store().find("SELECT 1 AS one"); !row) return row.error();
  return Response(json::object{{"status", "ok"},
                               {"service", service.name()},
                               {"version", CHITTY_PLUGIN_VERSION},
                               {"timestamp", rfc3339(service.now())}});
}

// GET /.well-known/jwks.json: what may be published of the keys (columns kid and jwk) that `sql` selects: every one
// whose signatures are still to be checked, retired ones too.
inline Result<Response> key_set(Service& service, std::string_view sql) {
  const auto rows = service.store().query(sql);
  if (!rows) return rows.error();
  json::array keys;
  for (const auto& row : *rows) keys.push_back(public_jwk(text_of(row, "jwk"), text_of(row, "kid")));
  return Response(json::object{{"keys", std::move(keys)}});
}

}  // namespace chitty

#endif  // CHITTY_ROUTES_HPP
