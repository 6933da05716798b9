// What --dry-run promises: nothing is changed, and what would be changed is said, on stdout.
#pragma once

#include <chitty/error.hpp>

#include <string>

struct chitty_call;

namespace chitty::host {

// Is this a call that must change nothing? A command that only reads runs under --dry-run as it does without.
bool is_dry(const chitty_call& call);

// The gate before a plugin's command: INVALID_ARGUMENT where its manifest does not say that it changes things through the
// host only ("dryRun"), so that nobody could hold it back.
Result<void> may_run_dry(const chitty_call& call);

// Say one thing that would be done: "set chittyos.baseUrl in /home/…/config.json". "Would " is put before it.
// From then on the call's own records and notes, which would tell of what has not happened, are left out.
void would(chitty_call& call, const std::string& what);

// The same of what the command cannot go on without: the error that tells it to stop.
Error only_told(chitty_call& call, const std::string& what);

}  // namespace chitty::host
