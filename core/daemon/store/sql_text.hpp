// What can be known of a statement by reading it: its named parameters, whether it only reads, and whether it is one that
// services may run. Quotes, comments and `::` casts are passed over.
#pragma once

#include <chitty/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace chitty::host::daemon {

// The names of `:name` in order of first appearance. INVALID_ARGUMENT for an empty text, more than one statement, or a
// statement that is the daemon's own business (BEGIN, COMMIT, PRAGMA …).
Result<std::vector<std::string>> statement_parameters(std::string_view sql);

// The statement with $1, $2, … for each `:name`, by its place in `names`.
std::string with_numbered_parameters(std::string_view sql, const std::vector<std::string>& names);

// SELECT, VALUES, or WITH without a word that writes.
bool only_reads(std::string_view sql);

}  // namespace chitty::host::daemon
