// GET /health (wire reference 1.4).
#include <chitty/time.hpp>

#include "routes.hpp"

namespace chitty::auth::service {

Result<Response> health(Service& service) {
  auto row = service.store().find("SELECT 1 AS one");
  if (!row) return row.error();
  return Response(json::object{{"status", "healthy"},
                               {"service", service.name()},
                               {"version", CHITTY_PLUGIN_VERSION},
                               {"timestamp", rfc3339(service.now())}});
}

}  // namespace chitty::auth::service
