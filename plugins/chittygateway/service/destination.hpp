// Where a route may lead, and which paths may be led away.
#pragma once

#include <chitty/service.hpp>
#include <string>

namespace chittygateway {

struct Destination {
  std::string service, url;  // one of them
};

// A service's name or an http(s) URL. INVALID_ARGUMENT.
chitty::Result<Destination> destination_of(const std::string& text);

chitty::Result<bool> is_installed(chitty::Service& service, const std::string& name);

// CONFLICT: a page of the daemon's own or a service that is here has that path.
chitty::Result<void> may_be_led_away(chitty::Service& service, const std::string& prefix);

// PERMISSION_DENIED for who is neither owner nor administrator.
chitty::Result<void> is_for_administrators(chitty::Service& service, const std::string& what);
chitty::Result<void> may_lead_there(chitty::Service& service, const Destination& to, bool allow_private);

}  // namespace chittygateway
