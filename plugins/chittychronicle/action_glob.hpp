// A pattern for what happened: "user.login", "user.*" (whatever begins with "user.", "user.token.issued" too), "*.failed",
// "user.*.failed". One star, for any characters. As conditions that both engines use an index for where it can.
#pragma once

#include <chitty/error.hpp>
#include <chitty/lists.hpp>
#include <string_view>

namespace chittychronicle {

// Put to `select`, whose statement has a WHERE. INVALID_ARGUMENT: more than one star.
chitty::Result<void> where_action(chitty::Select& select, std::string_view pattern);

}  // namespace chittychronicle
