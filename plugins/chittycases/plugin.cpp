// chittycases: the table of contents; chittycases_names.hpp, written by the build, has what manifest.json declares.
#include <chitty/routes.hpp>
#include <chittycases_names.hpp>

#include "service/identity.hpp"

namespace chittycases::routes {

chitty::Result<chitty::Response> health(chitty::Service& service) { return chitty::health(service); }

}  // namespace chittycases::routes

CHITTY_PLUGIN(.commands = chittycases::commands::table(), .routes = chittycases::routes::table(), .tend = chittycases::tend)
