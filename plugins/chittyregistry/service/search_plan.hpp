// Which entries have all of the words, best first. The rarest word leads: its best entries are looked at, and held against the others.
#pragma once

#include <chitty/service.hpp>

#include "../search_query.hpp"

namespace chittyregistry {

struct Hit {
  std::int64_t entry = 0, score = 0;
};

// At most `limit`. A search looks at ten thousand entries at most, by what the leading word is worth in them: where each of the words
// occurs in more than a thousand entries, one that all of them are common to may rank where its leading word does, and no higher.
chitty::Result<std::vector<Hit>> find_hits(chitty::Service& service, const std::vector<Wanted>& wanted, const std::vector<std::string>& filters,
                                           std::int64_t limit);

}  // namespace chittyregistry
