// The checks that a service is judged by, of what was seen and what was declared. Data in, judgement out; any thread.
#pragma once

#include <chitty/store.hpp>

#include <set>

#include "service/outside.hpp"

namespace chittyregister {

namespace json = chitty::json;

enum class State {
  passed,
  failed,
  inconclusive
};

struct Check {
  const char* name;
  int weight = 0;
  State state = State::inconclusive;
  int points = 0;  // of `weight`; of no meaning when inconclusive
  std::string reason{}, remedy{};
};

// The five of them, in the order in which they are told.
Check check_health(const Look& seen);
Check check_tls(const Look& seen, bool on_this_machine, std::int64_t now);  // seconds since 1970
// `declaration` as it was submitted; null when nothing was.
Check check_schema(const json::object* declaration);
Check check_charter(const json::object* declaration);
Check check_dependencies(const json::object* declaration, const std::set<std::string>& known);

inline constexpr int enough = 80;      // a score that is certified
inline constexpr int least_seen = 50;  // of the weights must have been judged for that, health among them

struct Verdict {
  std::vector<Check> checks;
  std::optional<int> score() const;  // of what was judged, 0 to 100; none when nothing was
  int coverage() const;              // the weights that were judged
  bool certifiable() const;
  json::array shown() const;
};

// What each of them is for, for GET /api/v1/requirements.
json::array requirements();

}  // namespace chittyregister
