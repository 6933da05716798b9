// Memories in their table: added and removed, with all that speaks of them.
#pragma once

#include "passage_rows.hpp"

namespace chittycontextual {

struct Memory {
  std::string id, text, digest, type, source, session, supersedes, data, at, replica;
};

// With the changes' numbers, and findable. Within a transaction.
chitty::Result<void> keep_memories(chitty::Service& service, const std::string& holder, const std::vector<Memory>& all);

// Rows, passages, postings; what stays is the id and when. How many there were of these. Within a transaction.
chitty::Result<std::int64_t> remove_memories(chitty::Service& service, const std::string& holder, const std::vector<std::string>& ids, const std::string& at);

// That an id is deleted, with the numbers its passages had. Within a transaction.
chitty::Result<void> remember_removal(chitty::Service& service, const std::string& holder, std::string_view kind, const std::string& id, const chitty::json::array& passages,
                                      const std::string& at);

extern const std::string_view memory_columns;  // of contextual_memories m, as shapes::memory has them

}  // namespace chittycontextual
