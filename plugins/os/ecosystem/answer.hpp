// What one answer to a health check amounts to: well, degraded, unhealthy, or not an answer at all, told apart by how.
#pragma once

#include <boost/json/object.hpp>

#include <string>

namespace os {

struct Verdict {
  std::string status;   // "ok", "degraded", "unhealthy", "invalid" (answers, but is no health page), "hanging", "unreachable", "unknown"
  std::string problem;  // in words; empty where all is well
  std::string version;  // as it says; may be empty
};

// `answered`: as chitty.probe/1 gives it. `wait_ms`: how long it was waited for.
Verdict verdict_on(const boost::json::object& answered, std::int64_t wait_ms);

// Is this word of a health page one of those that mean well ("ok", "healthy", "gateway operational", …)?
bool means_well(std::string_view word);

}  // namespace os
