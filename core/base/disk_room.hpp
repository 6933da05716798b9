// Checks that a folder has disk space for a new database.
#pragma once

#include <chitty/error.hpp>
#include <filesystem>

namespace chitty::host {

// What a new database and its log need, and some words in the log.
constexpr std::size_t room_of_a_database = 128 * 1024;

// CONFIGURATION when `bytes` cannot be written and made durable in a file of that folder, which must be there. Leaves nothing
// behind.
Result<void> check_room(const std::filesystem::path& folder, std::size_t bytes);

}  // namespace chitty::host
