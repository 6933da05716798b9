// The facts of a case, and where a piece of evidence stands by them.
#pragma once

#include <chitty/service.hpp>
#include <string>
#include <vector>

#include "../contradiction.hpp"
#include "../points.hpp"

namespace chittyverify {

inline constexpr std::int64_t most_facts = 10'000;  // that are compared at a time

// In the order in which they were recorded, those that the caller sees. `case_id`: null is of evidence without a case; without a
// value, of all. REFUSED when there are more than can be compared.
chitty::Result<std::vector<Fact>> facts_of(chitty::Service& service, const std::optional<chitty::json::value>& case_id);

// By the row of the evidence, with the facts of its case.
chitty::Result<Standing> standing_of(chitty::Service& service, const chitty::Row& evidence);

}  // namespace chittyverify
