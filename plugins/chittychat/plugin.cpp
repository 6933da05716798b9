// chittychat: the table of contents; chittychat_names.hpp, written by the build, has what manifest.json declares.
#include <chitty/routes.hpp>
#include <chittychat_names.hpp>

namespace chittychat::routes {

chitty::Result<chitty::Response> health(chitty::Service& service) { return chitty::health(service); }

}  // namespace chittychat::routes

CHITTY_PLUGIN(.commands = chittychat::commands::table(), .routes = chittychat::routes::table())
