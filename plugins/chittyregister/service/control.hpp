// Who may speak for a service.
#pragma once

#include <chitty/service.hpp>

namespace chittyregister {

struct Controlled {
  std::string name, holder;
  std::string endpoint;            // its address: what was proven, or this daemon's own
  std::vector<std::string> hosts;  // names and addresses that a certificate for it may have; the first is its own
  bool is_local = false;           // of this very daemon, and not registered besides
};

// NOT_FOUND for a service that nobody registered, that is somebody else's, or that is this daemon's and the caller not its owner.
chitty::Result<Controlled> controlled(chitty::Service& service, const std::string& name);

// The same for whoever only looks: any service that is known, or one of this daemon.
chitty::Result<Controlled> known(chitty::Service& service, const std::string& name);

// Whoever runs this ChittyOS: its owner, and who has the right to everything here.
bool is_operator(const chitty::Service& service);

// The names of this daemon's services are for whoever runs it: CONFLICT for others.
chitty::Result<void> may_have_name(chitty::Service& service, const std::string& name);

// "https://api.example.com:8443/x" without port and path: "api.example.com"; empty when it is no URL.
std::string host_of(std::string_view url);

}  // namespace chittyregister
