// chittychronicle: the table of contents; chittychronicle_names.hpp, written by the build, has what manifest.json declares.
#include <chitty/routes.hpp>
#include <chittychronicle_names.hpp>

#include "service/journal.hpp"
#include "service/taking.hpp"

namespace chittychronicle::routes {

chitty::Result<chitty::Response> live(chitty::Service& service) { return chitty::health(service); }

}  // namespace chittychronicle::routes

CHITTY_PLUGIN(.commands = chittychronicle::commands::table(), .routes = chittychronicle::routes::table(), .start = chittychronicle::start,
              .take_events = chittychronicle::take_events)
