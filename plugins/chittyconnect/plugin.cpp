// chittyconnect: the table of contents; chittyconnect_names.hpp, written by the build, has what manifest.json declares.
#include <chitty/routes.hpp>
#include <chittyconnect_names.hpp>

#include "github/tending.hpp"

namespace chittyconnect::routes {

chitty::Result<chitty::Response> live(chitty::Service& service) { return chitty::health(service); }

}  // namespace chittyconnect::routes

CHITTY_PLUGIN(.commands = chittyconnect::commands::table(), .routes = chittyconnect::routes::table(), .tend = chittyconnect::tend)
