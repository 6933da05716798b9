// chittyregistry: the table of contents; chittyregistry_names.hpp, written by the build, has what manifest.json declares.
#include <chitty/routes.hpp>
#include <chittyregistry_names.hpp>

#include "service/lookup_cache.hpp"

namespace chittyregistry {

chitty::Result<void> start(chitty::Service&) { return forget_lookups(), chitty::Result<void>(); }

namespace routes {

chitty::Result<chitty::Response> live(chitty::Service& service) { return chitty::health(service); }

}  // namespace routes
}  // namespace chittyregistry

CHITTY_PLUGIN(.commands = chittyregistry::commands::table(), .routes = chittyregistry::routes::table(), .start = chittyregistry::start)
