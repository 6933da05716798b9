// One rotation: for each service its next token is made, tried, kept, and only then made the present one. Until then the one before is good
// as ever, and after it for an hour more; what is kept is at each moment a token that is good.
//
//     make ──▶ try ──▶ keep ──▶ promote          begin, made, kept, promoted, end: entries of the journal
//
// Whoever is killed goes on from the journal: what was made and not kept is lost, and made again; what was kept is promoted.
#pragma once

#include "service_tokens.hpp"

namespace os::secrets {

struct Plan {
  std::string environment;
  std::string holder;                 // who rotates; the same after a crash
  std::vector<std::string> services;  // in their order
  bool goes_on = false;               // with what an earlier run has left
};

// What is to be done: those that were asked for (empty: each that has a token), and before them what an earlier run has left. The service
// by whose own token this works comes last. NOT_FOUND: nothing has a token.
chitty::Result<Plan> plan_of(chitty::Host& host, const Journal& journal, const std::string& environment, std::vector<std::string> asked, const std::vector<ServiceToken>& tokens);

// Do it; a row {service, state: "rotated" or "left", tokenId?, previousUntil?, kept?, problem?} for each service. An error: nothing more can be done.
chitty::Result<chitty::json::array> rotate(chitty::Host& host, Journal& journal, const Plan& plan);

}  // namespace os::secrets
