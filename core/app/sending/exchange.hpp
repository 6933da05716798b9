// A request of a call, signed and sent: what a plugin's code asks for, what a declared request is, what `chitty api` says,
// all take this way, so that all have one address, one credential, one dry run, and no credential goes to another user's listener.
#pragma once

#include "app/sending/destination.hpp"
#include "request/outgoing.hpp"

namespace chitty::host {

// The reply's head has arrived. `remote` as in `addressee`. A target that does not begin with '/' is a fault of the plugin:
// glued to the address it would name another host, and the credential would go there. A whole URL is REFUSED unless it is at
// the remote's own origin. CANCELLED where --dry-run shows it instead. From status 400 on it is an error in the service's words, unless the request takes any status.
Result<std::unique_ptr<HttpReply>> exchange(chitty_call& call, std::string_view remote, const Outgoing& request);

// Is a request of this method only shown, since it would change something in a dry run?
bool is_held_back(const chitty_call& call, std::string_view method);

}  // namespace chitty::host
