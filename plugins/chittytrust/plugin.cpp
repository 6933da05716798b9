// chittytrust: the table of contents; chittytrust_names.hpp, written by the build, has what manifest.json declares.
#include <chitty/routes.hpp>
#include <chittytrust_names.hpp>

namespace chittytrust::routes {

chitty::Result<chitty::Response> health(chitty::Service& service) { return chitty::health(service); }

}  // namespace chittytrust::routes

CHITTY_PLUGIN(.commands = chittytrust::commands::table(), .routes = chittytrust::routes::table())
