// What somebody wants to be remembered, by whichever route.
#pragma once

#include "memory_rows.hpp"

namespace chittycontextual {

struct Wanted {
  std::string text, type, source, session, supersedes;
  chitty::json::object data;
};

// {"id", "created", "source", "at"}. The same text again is the memory that there is, and nothing is written.
chitty::Result<chitty::json::object> add(chitty::Service& service, const Wanted& wanted);

}  // namespace chittycontextual
