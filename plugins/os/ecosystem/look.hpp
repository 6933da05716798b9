// How everything is: the daemon of this machine and its services, and every remote that has an address, asked at once.
#pragma once

#include "places.hpp"

#include <chitty/host.hpp>

#include <string>

namespace os {

// Rows {name, status, problem?, address?, durationMs?, …} of the daemon and its services, then of the other remotes by name. In another
// environment than `local` there is no daemon of this machine, and remotes are all there is.
struct Look {
  chitty::json::array rows;
  Environment environment;
  bool here = false;  // the environment is this machine's: the first row is its daemon
};

// `wait_ms`: how long each may take. One that does not answer well is asked a second time; when it then does, it is "flapping".
chitty::Result<Look> look(chitty::Host& host, std::int64_t wait_ms);

// The rows of these remotes alone, all with an address, in their order.
chitty::Result<chitty::json::array> look_at_remotes(chitty::Host& host, const std::vector<Place>& places, std::int64_t wait_ms);

// Is this row's status one that needs nobody?
bool is_well(const chitty::json::value& row);

// What the rows amount to: UNREACHABLE when the daemon of this machine is down or does not answer, REFUSED when something is not well, in
// words.
chitty::Result<void> verdict_of(const Look& look);

}  // namespace os
