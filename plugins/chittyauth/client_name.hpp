// What a program may be called, where a person is asked about it.
#pragma once

#include <chitty/error.hpp>
#include <string_view>

namespace chitty::auth {

// At most 80 characters of UTF-8 in one line, of which one is to be seen: no control characters, nothing that turns the
// direction of writing, and nothing that has no width of its own. Empty is allowed: the program is called by its id
// then. INVALID_ARGUMENT says which of these it is.
Result<void> check_client_name(std::string_view name);

}  // namespace chitty::auth
