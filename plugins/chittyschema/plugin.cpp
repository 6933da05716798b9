// chittyschema: the table of contents; chittyschema_names.hpp, written by the build, has what manifest.json declares.
#include <chitty/routes.hpp>
#include <chittyschema_names.hpp>

#include "service/ecosystem.hpp"

namespace chittyschema::routes {

chitty::Result<chitty::Response> live(chitty::Service& service) { return chitty::health(service); }

}  // namespace chittyschema::routes

CHITTY_PLUGIN(.commands = chittyschema::commands::table(), .routes = chittyschema::routes::table(), .tend = chittyschema::publish_ecosystem)
