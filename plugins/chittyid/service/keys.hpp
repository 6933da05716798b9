// The keys of this authority. The newest active one signs. One that is retired keeps its public half alone, so that it can
// sign nothing more, and what it signed still verifies; all of them are published.
#pragma once

#include <chitty/service.hpp>

namespace chitty::id {

// A new key of `did`, which signs from now on: its kid, a DID URL. Inside a transaction.
Result<std::string> add_key(Service& service, const std::string& did);

}  // namespace chitty::id
