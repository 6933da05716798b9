// A session is saved: as it was handed over, or as the service that has it says it.
#pragma once

#include "version_rows.hpp"

namespace chittycontextual {

struct Saved {
  chitty::json::value state;
  std::string origin;  // "file", or the service that said it
  std::string name, project;
  std::optional<std::int64_t> expected;
  bool resolve = false;
};

// A new version behind the first head (behind all of them to resolve); what is the same as that makes none. As schema/version.json
// says. CONFLICT: another version is the last than was expected.
chitty::Result<chitty::json::object> save(chitty::Service& service, const std::string& session, const Saved& saved);

// The session as the service says it that has it: of those installed, chittychat's conversation, chittyid's session. As the caller;
// not within a transaction. NOT_FOUND says who was asked.
chitty::Result<Saved> ask_for(chitty::Service& service, const std::string& session);

// The same of one service. NOT_FOUND when it has none.
chitty::Result<chitty::json::value> ask_one(chitty::Service& service, const std::string& origin, const std::string& session);

// Is it one of the services that have sessions?
bool has_sessions(std::string_view service);

}  // namespace chittycontextual
