// From a command that was found to its result: arguments, consent, plugin, handler, view.
#pragma once

#include "app/call/run.hpp"

#include <chitty/plugin.h>

namespace chitty::host {

Result<void> run_command(Run& run, const ResolvedCommand& target);

// Another command within this call, as if the person had typed `words`; its records go to `writer`. Options of every command
// (--env, --dry-run, --yes, --timeout) are the call's; so is --remote where both are of one type. INVALID_ARGUMENT for words
// that are no command, with what to install or to add.
Result<void> run_within(chitty_call& call, const std::vector<std::string>& words, RecordWriter& writer);

}  // namespace chitty::host
