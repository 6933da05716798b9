// The tokens of services, as the identity service has them and as they are kept here.
#pragma once

#include "../journal/journal.hpp"

#include <chitty/host.hpp>

#include <map>
#include <string>
#include <vector>

namespace os::secrets {

struct ServiceToken {
  std::string id, service, reason;  // no reason: the present one
  std::string created_at, expires_at, last_used_at;
  chitty::json::array scopes;

  // "present"; "next", which a rotation has made and not yet put in its place; "ending", in the overlap after one.
  std::string state() const;
};

// Those that are good now, by service and then the present one first. Whoever may not see them is told so.
chitty::Result<std::vector<ServiceToken>> service_tokens(chitty::Host& host);

// The name that the token of a service is kept under, by environment.
std::string kept_name(const std::string& environment, const std::string& service);

// Where each service's token is kept, by the entries of the last rotation: references such as file:PATH.
std::map<std::string, std::string> kept_places(const std::vector<json::object>& entries);

// "secrets-local", with nothing in it that is no part of a file's name.
std::string journal_name(const std::string& environment);

}  // namespace os::secrets
