// The smallest HTTP client there is: ask a daemon on this machine for its health, and as its owner for more, so that `chitty`
// needs no engine to know whether it runs.
#pragma once

#include <chitty/error.hpp>

#include <chrono>
#include <cstdint>
#include <string>

namespace chitty::host {

// GET of a page of health ("/health", "/health/ready") at 127.0.0.1 or ::1, as JSON, whatever its status. UNREACHABLE when nothing
// listens or answers in time (reason "silent"), MALFORMED when it is no chittyd.
Result<json::object> ask_health(const std::string& host, std::uint16_t port, const std::string& page, std::chrono::milliseconds timeout);

// GET `path` as the owner, whose token it is: only of a daemon that is known to be the own one (its health says so). What it says
// when it refuses is UNREACHABLE; MALFORMED when it is no JSON object.
Result<json::object> ask_as_owner(const std::string& host, std::uint16_t port, const std::string& path, const std::string& token,
                                  std::chrono::milliseconds timeout);

}  // namespace chitty::host
