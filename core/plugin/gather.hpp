// From search places to candidates: which files are there, and what is each of them.
#pragma once

#include <cstdint>
#include <vector>

#include "plugin/candidate.hpp"
#include "plugin/index/index.hpp"
#include "plugin/search.hpp"

namespace chitty::host {

// Every file of every place: as the old index (which may be null) knows it if its stamp proves that it is the same,
// else read anew. `time_ns`: now, by stamp_clock_ns().
std::vector<Candidate> gather(const std::vector<LookedPlace>& places, const Index* old, std::int64_t time_ns);

}  // namespace chitty::host
