// What a command gives to the person: records, bytes, notes and progress. Code, declared requests and the host's own commands
// all give here, so that all obey one dry run, one --jq filter and one way to tell that stdout takes no more.
#pragma once

#include "app/call/call.hpp"

namespace chitty::host {

// `text` is the record as it was written, where that is at hand. Errors as those of a RecordWriter (view.hpp); what could not be
// written is kept in the call as well, since a plugin may go on as if nothing were.
Result<void> give_record(chitty_call& call, json::value record, std::string_view text = {});
Result<void> give_bytes(chitty_call& call, std::string_view data);

// What was given so far goes out before the call waits for somebody else. An error ends the call.
Result<void> before_waiting(chitty_call& call);

// Left out in a dry run that has said what it would do: they would tell of what has not happened. Records and bytes are, too.
void give_note(chitty_call& call, std::string_view line);

void give_progress(chitty_call& call, std::uint64_t done, std::uint64_t total, std::string_view label);

}  // namespace chitty::host
