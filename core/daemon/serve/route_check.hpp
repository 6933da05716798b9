// A request held against what its route says, before the service sees it; and, for who develops a service, the reply.
#pragma once

#include <optional>
#include <string>

#include "daemon/host/service_call.hpp"
#include "daemon/serve/router.hpp"
#include "daemon/wire/http_error.hpp"

namespace chitty::host::daemon {

// Fills in the call's parameters, query and lines: checked values where the route says what it takes, else strings. The
// refusal of a request that does not fit names all that is wrong with it. A body that is checked whole is read here.
std::optional<HttpError> fit_request(const HostedRoute& route, const RequestTarget& target, Exchange& exchange, ServiceCall& call);

// What of the reply departs from what the route says: "GET /things: the reply's /id must be ...", or nothing.
std::optional<std::string> unfitting_reply(const HostedRoute& route, const Exchange& exchange);

}  // namespace chitty::host::daemon
