// The options of chitty.local/1's actions, as values.
#pragma once

#include <chitty/error.hpp>

#include <cstdint>
#include <optional>

namespace chitty::host {

// "port", absent or a number between 1 and 65535.
Result<std::optional<std::uint16_t>> port_option(const json::object& options);

}  // namespace chitty::host
