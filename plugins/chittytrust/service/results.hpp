// Scores as they were: kept when they change.
#pragma once

#include <chitty/service.hpp>
#include <optional>
#include <string>

#include "../score/formula.hpp"

namespace chittytrust {

// The id of the result that says so: the last one while its numbers are the same and it is not a day old, else a new one. Of each
// entity a thousand stay. Within a transaction.
chitty::Result<std::string> keep_result(chitty::Service& service, const std::string& entity, const Score& score, std::int64_t events);

}  // namespace chittytrust
