// How long events are kept. What is older goes, oldest first; the log remembers where it was cut, and an event in it says so, so
// that what is left can still be checked (verification.hpp).
#pragma once

#include <chitty/service.hpp>
#include <cstdint>

namespace chittychronicle {

// Within a transaction: once an hour, those that the policy gives up; at most ten thousand at a time.
chitty::Result<void> remove_when_due(chitty::Service& service);

}  // namespace chittychronicle
