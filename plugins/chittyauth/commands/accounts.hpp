// Who one is, by name: an environment keeps more than one credential, and one of them is in use. They stand in the configuration
// under `accounts`, beside the `token` that is sent:
//
//   "token": "file:…/local.accounts.ada.token",
//   "accounts": {"owner": {"token": "file:…/owner.token"}, "ada": {"token": "file:…", "chittyId": …, "expiresAt": …}}
//
// A credential that gives way to another stays reachable there until it is logged out.
#pragma once

#include <chitty/host.hpp>

namespace chitty::auth {

struct Account {
  std::string name;       // small letters, digits and -
  std::string reference;  // where the token is: "keyring:…", "file:…"
  json::object facts;     // chittyId, tokenId, scopes, expiresAt: as the service said when the token came, where it did
  bool in_use = false;

  std::string fact(std::string_view member) const;
};

// What the service says of a token, as the facts of an account.
json::object facts_of(const json::object& answer);

// Those of the environment, by name; the one in use is among them even if it was never named. CONFIGURATION.
Result<std::vector<Account>> accounts_of(Host& host);

// A name for a new account: `wish` in the letters of a name, with a number behind if another has that already.
std::string free_name(const std::vector<Account>& accounts, const std::string& wish);

// Keep the token under the account's name, and use it from now on; what was in use stays in the list. CONFIGURATION says what
// could not be kept.
Result<void> keep_account(Host& host, const Account& account, const std::string& token);

// The same for a token that was just made, and that nobody else has: a failure says how to go on.
Result<void> become(Host& host, const Account& account, const std::string& token);

// Write it into the list, as it is.
Result<void> name_account(Host& host, const Account& account);

// Use it from now on.
Result<void> use_account(Host& host, const Account& account);

// Take it out of the list, and with it the token where chitty keeps that; the owner's is a file of the daemon's, and stays. One
// that was in use is not in use any more, and no other takes its place.
Result<void> forget_account(Host& host, const Account& account);

}  // namespace chitty::auth
