// Where a request of a call goes.
#pragma once

#include "app/call/call.hpp"

namespace chitty::host {

// Which remote is meant by a name, before its settings are looked at: the call's own when it is empty, or one by name or type
// under the manifest's `uses`; PLUGIN_FAULT for any other.
struct Addressee {
  RemoteType type;
  std::string name, environment;  // an empty name: as in Config::remote
};
Result<Addressee> addressee(chitty_call& call, std::string_view remote);

// The remote that a request of this call goes to.
struct Destination {
  RemoteType type;
  Remote remote;
};
Result<Destination> destination(chitty_call& call, std::string_view remote);

// The remote's authority where the URL is at its own address: for HttpRequest.
std::string authority_at(const Remote& remote, const std::string& url);

// The same for a request that is about to be sent. REFUSED (configuration) where a secret would go astray: a credential over
// plain http beyond this machine, unless the person says --insecure; a secret among the arguments to an address that only a
// project's file knows. An anonymous one has no credential that could.
Result<Destination> destination_of_request(chitty_call& call, std::string_view remote, bool is_anonymous);

}  // namespace chitty::host
