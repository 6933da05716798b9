#pragma once

#include <chitty/service.hpp>

namespace chittyregister {

struct Challenge {
  std::string token, endpoint, key_authorization;
};

// The caller's newest for this name that has not run out.
chitty::Result<std::optional<Challenge>> open_challenge(chitty::Service& service, const std::string& name);

// Nothing when the text is found at the endpoint, else what was found instead. Over the network.
chitty::Result<std::string> why_not_proven(chitty::Service& service, const Challenge& challenge);

}  // namespace chittyregister
