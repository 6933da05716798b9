// The local authority: its own identity (entity A), its keys, and what it signs. The newest active key signs. One that is retired keeps
// its public half alone, so that it can sign nothing more, and what it signed still verifies; all of them are published.
#pragma once

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

// A new key of `did`, which signs from now on: its kid. Inside a transaction.
Result<std::string> add_key(Service& service, const std::string& did);

// `payload` signed by the authority's key, as compact JWS with `typ`.
Result<std::string> sign_token(Service& service, const Authority& by, std::string_view typ, const json::object& payload);

// Where a status list of this service is found.
std::string status_list_url(const Service& service, std::int64_t list);

}  // namespace chitty::id
