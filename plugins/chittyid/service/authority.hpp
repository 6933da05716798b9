// The local authority: its own identity (entity A), its keys, and what it publishes of them.
#pragma once

#include "mint.hpp"

#include <chitty/service.hpp>

namespace chitty::id {

// `name` is "local:" and the authority's ChittyID: what stands in every record that it mints, since the format of an
// identifier has no room to say who minted it. `kid` is a DID URL, `jwk` the private key.
struct Authority {
  std::string did, name, kid, jwk;
};

// Once in each worker: mint the authority and make its key, unless the database has them already.
Result<void> start(Service& service);

Result<Authority> authority(Service& service);

// GET /api/v2/did/{did}
Result<Response> did_document(Service& service);

}  // namespace chitty::id
