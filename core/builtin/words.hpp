// The host's own single words: its version, and what the shells ask.
#pragma once

#include "builtin/context.hpp"

#include <chitty/arguments.hpp>
#include <chitty/request.hpp>

namespace chitty::host {

Result<Reply> version(const Arguments&, BuiltinContext& context);

Result<Reply> completion_bash(const Arguments&, BuiltinContext& context);
Result<Reply> completion_zsh(const Arguments&, BuiltinContext& context);
Result<Reply> completion_fish(const Arguments&, BuiltinContext& context);

// Lines for the shells' scripts; argument `words`, the last under the cursor.
Result<Reply> completion_suggest(const Arguments& arguments, BuiltinContext& context);

}  // namespace chitty::host
