// A credential that a command got hold of, kept for the next one: the secret and the configuration that refers to it
// change together, or not at all.
#pragma once

#include "config/config.hpp"

namespace chitty::host {

struct CredentialFor {
  const RemoteType& type;
  std::string name;  // of the remote; empty as in Config::remote
  std::string environment;
  std::string setting;  // empty: the type's credential
  bool shared = false;  // the environment's token instead, which all its services share
};

// The key in the user's file that now refers to it. CONFIGURATION when there is no such remote, when nothing would ever
// be sent (an environment without an address of its own, an address from a project's file), or when it cannot be
// written: the earlier one is then in force as before.
Result<std::string> keep_credential(Config& config, const Paths& paths, const CredentialFor& what,
                                    std::string_view value);

}  // namespace chitty::host
