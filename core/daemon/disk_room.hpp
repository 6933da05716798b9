// Is there room on a disk to begin at all?
#pragma once

#include <chitty/error.hpp>

#include <filesystem>

namespace chitty::daemon {

// What a new database and its log need, and some words in the log.
constexpr std::size_t least_room = 128 * 1024;

// CONFIGURATION when a file of that size cannot be made in the folder, which must be there. Leaves nothing behind.
Result<void> check_room(const std::filesystem::path& folder);

}  // namespace chitty::daemon
