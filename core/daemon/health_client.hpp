// The smallest HTTP client there is: ask a daemon on this machine for its health, so that `chitty` needs no engine to know
// whether it runs.
#pragma once

#include <chitty/error.hpp>

#include <chrono>
#include <cstdint>
#include <string>

namespace chitty::daemon {

// GET /health at 127.0.0.1 or ::1, as JSON. UNREACHABLE when nothing listens, MALFORMED when it is no chittyd.
Result<json::object> ask_health(const std::string& host, std::uint16_t port, std::chrono::milliseconds timeout);

}  // namespace chitty::daemon
