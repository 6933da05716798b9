// A program of the person's, started without a shell of ours and without what is none of its business: our open files,
// our signals, and the tokens that stand in our environment for services (CHITTY_<TYPE>_TOKEN).
#pragma once

#include <sys/types.h>

#include <chitty/error.hpp>
#include <string>
#include <vector>

namespace chitty::host {

struct ChildProcess {
  std::string program;             // a path
  std::vector<std::string> words;  // with its own name first
  int output = -1;                 // what becomes its standard output; -1: nobody reads it. Its complaints nobody reads
};

// Our environment without those tokens; the last one is null. Valid until the environment changes.
std::vector<char*> environment_of_child();

// In a session of its own: no terminal, and one signal to -pid ends it with all that it started. HOST_FAULT in the
// system's words.
Result<pid_t> start_child(const ChildProcess& child);

}  // namespace chitty::host
