// The role `events` (plugin.h, chitty.event-log/1).
#pragma once

#include <chitty/service.hpp>

namespace chittychronicle {

chitty::Result<void> take_events(chitty::Service& service, const chitty::json::array& events);

}  // namespace chittychronicle
