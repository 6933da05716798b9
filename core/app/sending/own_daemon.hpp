// Before a credential goes to the environment `local`: is what listens there this person's own daemon?
#pragma once

#include "app/sending/destination.hpp"
#include "net/transport.hpp"

namespace chitty::host {

// What HttpRequest::listener asks for a request to `to`; empty where nothing has to be proved: another environment, an address
// that is not this machine's, a remote that is not at the environment's own address, or https, which proves itself.
std::function<Result<std::string>()> listener_to_prove(chitty_call& call, const Destination& to);

}  // namespace chitty::host
