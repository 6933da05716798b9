// Whoever registered here, as an administrator names them.
#pragma once

#include <chitty/service.hpp>
#include <string>

namespace chitty::auth {

// The subject that a text names: a ChittyID with or without its "did:chitty:", the id of a registration, or its address. The text
// itself where nobody registered is meant.
Result<std::string> named_subject(Service& service, const std::string& text);

}  // namespace chitty::auth
