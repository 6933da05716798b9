// The steps that bring a service's tables to what its manifest says: applied once each, in order, and remembered with
// their hash.
#pragma once

#include "daemon/store/store.hpp"
#include "manifest/manifest.hpp"

#include <chitty/error.hpp>

#include <string>
#include <vector>

namespace chitty::host::daemon {

// Does it do what was applied? By the hashes that were kept then: of its text, and of its tokens, for comments and line ends may change.
bool is_same_step(const Migration& step, std::string_view text, std::string_view tokens);

// Apply what is missing, each in a transaction with its note. How many were applied. CONFLICT when a step that has been
// applied reads differently now, or when the database knows later steps than the manifest; the database is then unchanged.
Result<std::size_t> migrate(StoreConnection& connection, const std::string& service, const std::vector<Migration>& steps);

// Take the last `count` steps back by their `down` half. How many were.
Result<std::size_t> migrate_down(StoreConnection& connection, const std::string& service, const std::vector<Migration>& steps,
                                 std::size_t count);

}  // namespace chitty::host::daemon
