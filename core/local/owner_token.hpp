// The owner's token: the one credential of a fresh local ChittyOS. Random 256 bit, in a file that only its owner can read.
#pragma once

#include <chitty/error.hpp>

#include <filesystem>
#include <string>

namespace chitty::host {

// "ca_local_" and 43 letters of base64url, from the kernel's randomness.
Result<std::string> new_owner_token();

// Make the token file (0600) unless there is one. A file that others may read is closed to them.
Result<void> keep_owner_token(const std::filesystem::path& file);

// The token in the file, without surrounding space. CONFIGURATION with what to do when it is missing or empty.
Result<std::string> read_owner_token(const std::filesystem::path& file);

}  // namespace chitty::host
