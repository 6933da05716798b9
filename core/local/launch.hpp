// Start a program that outlives this one: own session, no terminal, output to a log file.
#pragma once

#include <chitty/error.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace chitty::host {

// The new process's id. `words[0]` is the program's path. CONFIGURATION when it or the log file cannot be opened.
Result<int> launch_detached(const std::vector<std::string>& words, const std::filesystem::path& log_file);

// Become the program; returns only on failure.
Error become(const std::vector<std::string>& words);

// The last error that a program has written there before it ended, as ours do: "error: …" and perhaps "hint: …".
std::optional<Error> last_error(const std::filesystem::path& log_file);

// The last `count` lines of a file, or nothing.
std::string last_lines(const std::filesystem::path& file, std::size_t count);

}  // namespace chitty::host
