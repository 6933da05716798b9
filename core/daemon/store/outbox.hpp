// events_outbox while nobody takes from it, or whoever does cannot: what happened is kept for who provides the role `events`, but not
// without end. The newest rows stay; how many older ones gave way is told in a row of its own, "events.dropped".
#pragma once

#include "daemon/store/store.hpp"

namespace chitty::host::daemon {

struct OutboxLimit {
  std::int64_t rows = 100'000;  // what stays; some 30 MB
  std::int64_t slack = 10'000;  // so many more, before any go: they go together
};

// Where a service provides the role: it may be out of order for a while, and loses nothing before.
inline constexpr OutboxLimit outbox_of_provider{1'000'000};

// One look at both ends of the table; seldom more. In one transaction: rows go and are counted, or neither. Several daemons may
// do it at once. Gives the number of events that went, earlier counts not among them.
Result<std::int64_t> trim_outbox(StoreConnection& connection, std::int64_t now_ms, const OutboxLimit& limit = {});

}  // namespace chitty::host::daemon
