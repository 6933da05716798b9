// chittyverify: the table of contents; chittyverify_names.hpp, written by the build, has what manifest.json declares.
#include <chitty/routes.hpp>
#include <chittyverify_names.hpp>

namespace chittyverify::routes {

chitty::Result<chitty::Response> health(chitty::Service& service) { return chitty::health(service); }

}  // namespace chittyverify::routes

CHITTY_PLUGIN(.commands = chittyverify::commands::table(), .routes = chittyverify::routes::table())
