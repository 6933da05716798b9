// The services of this very ChittyOS: nobody registers them. Which there are the daemon says; they are entered when somebody first
// asks, so that they are found by words and have a history.
#pragma once

#include <chitty/service.hpp>

namespace chittyregistry {

// Is there such a service here now?
chitty::Result<bool> is_own(chitty::Service& service, std::string_view name);

// Enter those that are not entered yet. Somebody else's entry of the same name is theirs no longer: requests for a service of this
// ChittyOS must not go where a stranger says.
chitty::Result<void> take_in_own(chitty::Service& service);

// Where it answers, seen from whoever asks.
std::string own_url(const chitty::Service& service, std::string_view name);

}  // namespace chittyregistry
