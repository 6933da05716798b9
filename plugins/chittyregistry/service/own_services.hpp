// The services of this very ChittyOS: nobody registers them, the daemon says which there are. Reading writes nothing: they are entered
// when somebody first writes, so that they have a history and are found by words.
#pragma once

#include <chitty/service.hpp>
#include <set>

namespace chittyregistry {

// Those that are here now.
chitty::Result<std::set<std::string>> own_names(chitty::Service& service);

// Those that are entered, here or not.
chitty::Result<std::set<std::string>> entered_names(chitty::Service& service);

// One of them as the row that it would be.
chitty::Row own_row(const std::string& name);

// Enter those that are not entered yet. Somebody else's entry of the same name is theirs no longer: requests for a service of this
// ChittyOS must not go where a stranger says.
chitty::Result<void> take_in_own(chitty::Service& service);

// Where it answers, seen from whoever asks.
std::string own_url(const chitty::Service& service, std::string_view name);

}  // namespace chittyregistry
