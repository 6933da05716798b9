// Which services there are, by whoever knows: the discovery document of the ecosystem, the registry, the configuration.
#pragma once

#include "places.hpp"

#include <chitty/host.hpp>

#include <string>

namespace os {

struct Found {
  chitty::json::array services;         // {name, url, health?, status?, version?, from}, by name; each from the first source that knows it
  std::vector<std::string> sources;     // those that answered, in words: "the discovery document of https://…"
  std::vector<std::string> unanswered;  // those that are configured and did not answer, with the reason
};

chitty::Result<Found> discover(chitty::Host& host, std::int64_t wait_ms);

// The services of a discovery document (/.well-known/chitty.json); MALFORMED when it is none.
chitty::Result<chitty::json::array> services_of_document(std::string_view text);

}  // namespace os
