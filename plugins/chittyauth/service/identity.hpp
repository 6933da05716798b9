// What the gate asks of this service (role `identity`).
#pragma once

#include <chitty/service.hpp>

namespace chitty::auth {

// Who the token is: one look-up by its hash. UNAUTHENTICATED says why it is nobody.
Result<json::object> who_is(Service& service, std::string_view token);

// Tokens that have been used since the last time: when last, how often, and how often today.
Result<void> note_uses(Service& service, const json::array& uses);

}  // namespace chitty::auth
