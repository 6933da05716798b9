// How a running daemon is, asked by its /health, and told to people.
#pragma once

#include "daemon/pid_file.hpp"

#include <chitty/error.hpp>

#include <boost/json/array.hpp>

#include <cstdint>
#include <string>

namespace chitty::daemon {

std::uint16_t port_of(const std::string& address);  // "http://127.0.0.1:4271"; 0 when there is none

// What /health of the very daemon that holds the lock says. UNREACHABLE: it does not answer, or not yet; CONFLICT: another
// one answers there.
Result<json::object> health_of(const RunningDaemon& running);

// Its {"services":{"acme":{"status":"ok"}}} as a list, for tables.
json::array service_list(const json::object& health);

// The answer to whoever wanted it up.
json::object running_answer(const RunningDaemon& running, const json::object& health, bool already);

}  // namespace chitty::daemon
