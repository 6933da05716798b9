// The places that a worker's data is in, opened when it begins: the database, and where blobs are.
#pragma once

#include "daemon/blobs/blobs.hpp"
#include "daemon/process/options.hpp"
#include "daemon/store/store.hpp"
#include "daemon/watch/log.hpp"
#include "daemon/watch/shared_state.hpp"

#include <memory>
#include <optional>

namespace chitty::host::daemon {

// What the database has seen is past. But where nothing was remembered, a time that cannot be is not believed: whoever has removed
// the record has taken the database as it is.
void settle_clock(const Store& store, bool remembered, Log& log);

// A database that cannot be opened is a refusal at the first start. Later it was there already, and may come back: it is
// waited for. Null: told to end meanwhile.
Result<std::unique_ptr<Store>> wait_for_store(const Options& options, std::optional<DatabaseRecord>& record, SharedState& shared,
                                              Log& log);

// An object store that cannot be used is a refusal at the first start, for then it is likely wrong what the configuration says of it.
// Later it is not waited for, as the database is: most requests need no content, and the others are told (503).
Result<std::unique_ptr<Blobs>> ready_blobs(const Options& options, const SharedState& shared, Log& log);

}  // namespace chitty::host::daemon
