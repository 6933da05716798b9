// The health of a running daemon, by its /health, in words for people.
#pragma once

#include "local/pid_file.hpp"

#include <chitty/error.hpp>

#include <boost/json/array.hpp>

#include <cstdint>
#include <string>

namespace chitty::host {

std::uint16_t port_of(const std::string& address);  // "http://127.0.0.1:4271"; 0 when there is none

// What /health of the very daemon that holds the lock says. UNREACHABLE: it does not answer, or not yet; CONFLICT: another
// one answers there.
Result<json::object> health_of(const RunningDaemon& running);

// The same of /health/ready: every part has been asked, and what is wrong is under "faults".
Result<json::object> readiness_of(const RunningDaemon& running);

// Is that process stopped (SIGSTOP, a debugger)?
bool is_stopped(int pid);

// What it answers its owner at `path`, once it has been seen that it is the very one. UNREACHABLE, CONFLICT: as above.
Result<json::object> told_to_owner(const RunningDaemon& running, const std::string& path, const std::string& token);

// Its {"services":{"acme":{"status":"ok"}}} as a list, for tables.
json::array service_list(const json::object& health);

// By which people reach it: with TLS where it has that.
std::string shown_address(const RunningDaemon& running, const json::object& health);

// The answer to whoever wanted it up.
json::object running_answer(const RunningDaemon& running, const json::object& health, bool already);

}  // namespace chitty::host
