// What is looked for among the caller's memories and sessions, by whichever route.
#pragma once

#include "../query.hpp"
#include "own_store.hpp"

namespace chittycontextual {

struct Looking {
  std::string query, kind, session, source;
  bool all = false;  // what is superseded, too
  std::int64_t limit = 10;
};

// As schema/match.json says, the best first.
chitty::Result<chitty::json::array> find(chitty::Service& service, const Looking& looking);

}  // namespace chittycontextual
