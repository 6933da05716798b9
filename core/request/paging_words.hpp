// The words of paging as values, and whose words count for a route.
#pragma once

#include "request/words.hpp"

namespace chitty::host {

Paging paging_of(const json::object& words);

// The route's own paging, else the service's, as far as the route's query takes it.
Paging paging_of(const Manifest& manifest, const ServiceRoute& route);

}  // namespace chitty::host
