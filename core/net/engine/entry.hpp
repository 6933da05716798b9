// The one symbol of net.so. Host and engine are built together, by one compiler, so C++ classes may cross; exceptions
// may not, since each side has its own C++ runtime.
#pragma once

#include "net/network.hpp"

namespace chitty::host {

inline constexpr char net_entry_name[] = "chitty_net_v1";

// The engine, for the life of the process; null if `version` is not its own.
using NetEntry = const Network*(const char* version) noexcept;

}  // namespace chitty::host
