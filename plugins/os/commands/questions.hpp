// What `os init` is told by options, and asks where a person sits before it.
#pragma once

#include "commands.hpp"

#include <string>
#include <vector>

namespace os::commands {

struct Answers {
  std::string environment = "local";
  Port port;
  std::string database, blobs;
  std::vector<std::string> services;  // of this machine, by name; "all": every one that is installed; empty: as it is
  std::string base_url, token;        // of another environment
  bool by_hand = false;               // a person was asked, and is to agree to what comes of it
};

// The options; what was not given is asked for at a terminal, an empty answer leaves it as it is. Without a terminal, with --yes, or where
// options say what is wanted, nothing is asked.
Result<Answers> ask_what_is_missing(const Init& args, Host& host);

}  // namespace os::commands
