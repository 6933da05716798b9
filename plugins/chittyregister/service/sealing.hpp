// Private keys at rest: AES-256-GCM by a key of its own, which is beside the database and not in it (a blob). Whoever has a copy
// of the database, or may read it, has no key of the authority; whoever has the whole data folder has.
#pragma once

#include <chitty/service.hpp>

namespace chittyregister {

// A new key to seal by: where it is kept.
chitty::Result<std::string> new_sealing(chitty::Service& service);

// `id` says whose key it is; what is sealed for one does not open for another.
chitty::Result<std::string> seal(chitty::Service& service, std::string_view sealing, std::string_view id,
                                 std::string_view secret);

// HOST_FAULT: the key to open it is not there any more, or it was altered.
chitty::Result<std::string> unseal(chitty::Service& service, std::string_view sealing, std::string_view id,
                                   std::string_view sealed);

}  // namespace chittyregister
