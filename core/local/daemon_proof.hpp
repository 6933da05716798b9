// Is what listens on a port of this machine the chittyd of a data folder? Programs of the same user are common, and none of them
// is to be handed a credential because a daemon is down.
#pragma once

#include <chitty/error.hpp>

#include <cstdint>
#include <filesystem>
#include <string>

namespace chitty::host {

// The port that the daemon of this folder has, or had when it ran last; 0: none yet.
std::uint16_t port_of_daemon(const std::filesystem::path& folder);

// own_listener(port) with a proof that each of those sockets is held by the process that the folder's locked pid file names, or,
// where that cannot be seen (a container), that what answers knows the instance that is written there. UNREACHABLE, reason
// "stranger", where it is another program's. Costs some system calls; nothing is sent where the process is seen.
Result<std::string> daemon_listener(std::uint16_t port, const std::filesystem::path& folder);

}  // namespace chitty::host
