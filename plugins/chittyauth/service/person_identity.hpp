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

// The daemon's owner, whose request this is, is that person to the identity service too, so that what it has minted is
// theirs. False for anybody else, and when the owner is another person already: then this one is an administrator beside
// it. Asked as the caller, since nobody but the owner may say so.
Result<bool> name_owner(Service& service, const PersonIdentity& identity);

}  // namespace chitty::auth
