// `--token -`: a secret that is not to stand on the command line, where lists of processes and histories show it.
#pragma once

#include <chitty/error.hpp>

struct chitty_call;

namespace chitty::host {

// One secret from the person: asked for with hidden typing on a terminal, else the first line of standard input. Remembered.
// INVALID_ARGUMENT when there is none, CANCELLED.
Result<std::string> ask_secret(chitty_call& call, const std::string& name);

// Replace the value of each argument of the type secret: "-" by what ask_secret gives, and a reference ("env:NAME") by what it
// names, unless the manifest says that the argument is to stay a reference. CONFIGURATION: it names nothing; CANCELLED.
Result<void> fill_secrets(chitty_call& call, json::object& arguments);

}  // namespace chitty::host
