// Work that goes on after the reply: asked about until it is done, at growing pauses.
#pragma once

#include "request/draft.hpp"

namespace chitty::host {

// What to show in the end: the last state, or what `then` leads to. `reply` and `first` are what the request was answered
// with. MALFORMED when the service does not say where to ask; REFUSED when the work failed, in its own words; errors of
// the courier, CANCELLED and TIMEOUT among them.
Result<json::value> wait_until_done(const DeclaredRequest& request, const HttpReply& reply, json::value first, Courier& courier);

// The pause after one of `pause`: half as long again, at most `longest`.
std::chrono::milliseconds next_pause(std::chrono::milliseconds pause, std::chrono::milliseconds longest);

}  // namespace chitty::host
