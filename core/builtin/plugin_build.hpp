// A plugin's folder built with CMake, as its author would.
#pragma once

#include <chitty/error.hpp>
#include <filesystem>
#include <functional>

namespace chitty::host {

// Configure `folder` and build it into its folder build; what CMake and the compiler say goes to `log`. The one plugin
// that comes out. INVALID_ARGUMENT: no CMakeLists.txt there; CONFIGURATION: the last lines that were said, or not
// exactly one plugin came out; CANCELLED when `cancelled` (may be empty) says so.
Result<std::filesystem::path> build_plugin(const std::filesystem::path& folder, const std::filesystem::path& log,
                                           const std::function<bool()>& cancelled);

}  // namespace chitty::host
