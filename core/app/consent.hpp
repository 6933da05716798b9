// What cannot be undone asks first. One rule: a command with the effect `delete` (it removes or revokes), or that says in
// its manifest what would be lost (`confirm`), asks on a terminal, naming what it would end and how many, and elsewhere needs --yes;
// every other command never asks, but for `chitty api DELETE`.
#pragma once

#include <chitty/error.hpp>

struct chitty_call;

namespace chitty::host {

// CANCELLED when the person says no; INVALID_ARGUMENT where nobody can be asked and --yes is not given. A remote that is not
// there is told first: nobody is asked about what cannot be done. The host's own commands look further, and use consent_to().
Result<void> consent(chitty_call& call, const json::object& arguments);

// The same question of what a plan has found that it would do, "remove the remote 'p' from …", by the command `line`.
Result<void> consent_to(chitty_call& call, const std::string& what, const std::string& line);

// Of one call of a command that never asks by itself: `chitty api DELETE`.
Result<void> consent_once(chitty_call& call, const std::string& what, const std::string& line);

// "auth token revoke tok_1 tok_2 and 3 more": the command with what it is about, for the question.
std::string about(const chitty_call& call, const json::object& arguments);

}  // namespace chitty::host
