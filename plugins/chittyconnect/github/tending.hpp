#pragma once

#include <chitty/service.hpp>

namespace chittyconnect {

// The pause until it looks again, unless something is written before.
chitty::Result<std::chrono::milliseconds> tend(chitty::Service& service);

}  // namespace chittyconnect
