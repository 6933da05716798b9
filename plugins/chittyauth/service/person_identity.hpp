// Whoever registers gets one identity from the identity service, however often they have to ask.
#pragma once

#include <chitty/service.hpp>
#include <string>

namespace chitty::auth {

struct Newcomer {
  std::string email, name, entity_type, region, jurisdiction;
  json::object metadata;
};

// A registration that has been begun; its id is in the identity's metadata, too.
struct Pending {
  std::string id, created_at;
};

struct PersonIdentity {
  std::string did, entity;
};

// The one that was minted for it before, else a new one. Not within a transaction.
Result<PersonIdentity> identity_for(Service& service, const Newcomer& person, const Pending& registration);

}  // namespace chitty::auth
