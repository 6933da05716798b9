// chittycontextual: the table of contents; chittycontextual_names.hpp, written by the build, has what manifest.json declares.
#include <chitty/routes.hpp>
#include <chittycontextual_names.hpp>

namespace chittycontextual::routes {

chitty::Result<chitty::Response> live(chitty::Service& service) { return chitty::health(service); }

}  // namespace chittycontextual::routes

CHITTY_PLUGIN(.commands = chittycontextual::commands::table(), .routes = chittycontextual::routes::table())
