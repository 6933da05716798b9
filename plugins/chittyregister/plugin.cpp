// chittyregister: the table of contents; chittyregister_names.hpp, written by the build, has what manifest.json declares.
#include <chitty/routes.hpp>
#include <chittyregister_names.hpp>

namespace chittyregister::routes {

chitty::Result<chitty::Response> health(chitty::Service& service) { return chitty::health(service); }

}  // namespace chittyregister::routes

CHITTY_PLUGIN(.commands = chittyregister::commands::table(), .routes = chittyregister::routes::table())
