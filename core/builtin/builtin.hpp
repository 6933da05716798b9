// The table of contents of the host's own commands: which function is behind which path of host.json.
#pragma once

#include "builtin/context.hpp"

#include <chitty/arguments.hpp>
#include <chitty/request.hpp>

#include <string_view>

namespace chitty {

using Builtin = Result<Reply> (*)(const Arguments&, BuiltinContext&);

// Null for a path that is not the host's. A test holds the table against host.json.
Builtin find_builtin(std::string_view path);

}  // namespace chitty
