// Scopes that a service asks for. A token for what nobody asks for opens nothing, and whoever mistyped its scope would find
// out late.
#pragma once

#include <chitty/service.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::auth {

// INVALID_ARGUMENT, with the scope that was probably meant, for the first that no service here declares. Services may be
// installed later: those of ChittyOS by their names, with or without "chitty", and whichever the token is for (`service`) are
// taken at their word while they are not here; of any other nobody can say that there will be one.
Result<void> must_be_known(Service& service, const std::vector<std::string>& scopes, std::string_view for_service = {});

}  // namespace chitty::auth
