// Requests that a page of another origin makes a browser send, to a route that needs no token: there the browser brings
// all that is asked for, the person's own address included.
#pragma once

#include <chitty/route_shape.hpp>
#include <optional>

#include "daemon/wire/http_error.hpp"
#include "daemon/wire/request_head.hpp"

namespace chitty::host::daemon {

// What a public route says of itself.
struct OpenRoute {
  ContentKind body = ContentKind::unsaid;
  bool limited = false;      // requests to it are counted by address
  bool other_sites = false;  // a form of another site's page may lead a browser to it
};

// The refusal of what no page of this daemon, no person and no program sends; to be asked before anything is counted or
// looked up. 403 for a write (no GET, no HEAD) that another origin's page makes, by Sec-Fetch-Site and Origin; of a
// route with `other_sites` the whole window is led there, or it is refused as well. 403 for a read of a limited route
// from such a page, unless it leads the whole window there. 415 for a write to a route of JSON, a form or lines that
// does not say so in Content-Type: pages may send other types without being asked anything. [any-thread]
std::optional<HttpError> foreign_page(const RequestHead& head, const OpenRoute& route);

}  // namespace chitty::host::daemon
