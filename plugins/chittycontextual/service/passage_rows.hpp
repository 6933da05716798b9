// What is found: passages of memories and of sessions' last versions, in their table and in the word index, which are written together.
#pragma once

#include "../passages.hpp"
#include "own_store.hpp"

namespace chittycontextual {

// Something that is to be found, or no longer.
struct Findable {
  std::string kind;   // memory, session
  std::string about;  // its id: the memory's, the version's
  std::vector<Passage> passages;
  std::vector<std::string> filters;
  bool whole = false;  // the one passage is the text of the memory, which has it already
};

Findable findable_memory(const std::string& id, const std::string& text, const std::string& source, const std::string& session);
Findable findable_version(const std::string& id, const std::string& session, const std::string& origin, const chitty::json::value& content);

// Within a transaction. `unmake` gives the numbers that the passages had.
chitty::Result<void> make_findable(chitty::Service& service, const std::string& holder, const std::vector<Findable>& all);
chitty::Result<chitty::json::array> unmake_findable(chitty::Service& service, const std::string& holder, const std::vector<Findable>& all);

}  // namespace chittycontextual
