// What a command takes from the person: standard input, and answers typed on the terminal.
#pragma once

#include "app/call/call.hpp"

namespace chitty::host {

// Up to `capacity` bytes of standard input, 0 at its end. CANCELLED when the call is to stop meanwhile. What was given so far
// goes out first.
Result<std::size_t> read_input(chitty_call& call, char* buffer, std::size_t capacity);

// One line from the terminal. A secret is typed unseen and remembered. INVALID_ARGUMENT where standard input is none; CANCELLED.
Result<std::string> ask_person(chitty_call& call, const std::string& question, bool secret);

}  // namespace chitty::host
