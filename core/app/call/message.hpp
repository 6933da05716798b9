// What the person writes at the terminal, with an editor's keys (chitty.terminal/1).
#pragma once

#include "app/call/call.hpp"

namespace chitty::host {

// `history`: a JSON array of earlier messages, or empty. NOT_FOUND: the person has ended the input. CANCELLED: Ctrl-C, which is forgiven
// unless something else has stopped the call; `details.typed` is what there was. INVALID_ARGUMENT: there is no terminal.
Result<std::string> ask_message(chitty_call& call, const std::string& prompt, std::string_view history);

}  // namespace chitty::host
