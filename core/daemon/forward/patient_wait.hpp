// Waiting for a backend on the thread of a call: in slices, so that a client that has left or a daemon that stops is noticed.
#pragma once

#include "daemon/wire/exchange.hpp"
#include "net/channel.hpp"

#include <chrono>

namespace chitty::host::daemon {

enum class Waited { ready,
                    late,
                    gone };

// Until the channel can do one of `events` (poll's), `patience` is over, or nobody waits for the reply any more.
Waited wait_for_backend(const Channel& channel, short events, std::chrono::milliseconds patience, const Wire& wire);

// A pause before another try. False when nobody waits any more.
bool pause_for(std::chrono::milliseconds time, const Wire& wire);

}  // namespace chitty::host::daemon
