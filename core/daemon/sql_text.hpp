// What can be known of a statement by reading it: its named parameters, and whether it is one that services may run.
#pragma once

#include <chitty/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace chitty::daemon {

// The names of `:name` in order of first appearance; quotes, comments and `::` casts are passed over. INVALID_ARGUMENT
// for an empty text, more than one statement, or a statement that is the daemon's own business (BEGIN, COMMIT, PRAGMA …).
Result<std::vector<std::string>> statement_parameters(std::string_view sql);

}  // namespace chitty::daemon
