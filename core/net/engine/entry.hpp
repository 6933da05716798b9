// The one symbol of net.so. Host and engine are built together, by one compiler, so C++ classes may cross; exceptions
// may not, since each side has its own C++ runtime.
#pragma once

#include "net/transport.hpp"

namespace chitty {

inline constexpr char net_entry_name[] = "chitty_net_v1";

// A new Transport, owned by the caller; null if `version` is not the engine's own.
using NetEntry = Transport*(const char* version) noexcept;

}  // namespace chitty
