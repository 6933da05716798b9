// Is somebody still who they were when they signed in: their token is good, and they are not suspended.
#pragma once

#include <chitty/service.hpp>
#include <string>

namespace chittyportal {

// UNAUTHENTICATED when the token has ended, PERMISSION_DENIED when the account is suspended, each in words for the person. What the
// service that knows tokens said is believed for a second, so that a thousand open pages ask it once.
chitty::Result<void> still_good(chitty::Service& service, const std::string& subject, const std::string& token_id);

// Somebody was suspended or resumed here: ask anew.
void forget_standing();

}  // namespace chittyportal
