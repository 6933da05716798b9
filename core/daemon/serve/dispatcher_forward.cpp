// Paths that are no service's, and lead elsewhere.
#include "daemon/serve/dispatcher.hpp"

namespace chitty::host::daemon {

void Dispatcher::set_routes(Routes routes) {
  const std::lock_guard guard(routes_mutex_);
  routes_.swap(routes);
}

Routes Dispatcher::routes() const {
  const std::lock_guard guard(routes_mutex_);
  return routes_;
}

}  // namespace chitty::host::daemon
