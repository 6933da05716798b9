// chittyrouter: the table of contents; chittyrouter_names.hpp, written by the build, has what manifest.json declares.
#include <chitty/routes.hpp>
#include <chittyrouter_names.hpp>

namespace chittyrouter::routes {

chitty::Result<chitty::Response> health(chitty::Service& service) { return chitty::health(service); }

}  // namespace chittyrouter::routes

CHITTY_PLUGIN(.commands = chittyrouter::commands::table(), .routes = chittyrouter::routes::table())
