// Which entries have all of the words, best first. The rarest word leads: its entries are looked at in the order of what it is worth in
// them, in windows that double, until none behind can rank as high any more.
#pragma once

#include <chitty/service.hpp>

#include "../search_query.hpp"

namespace chittyregistry {

struct Hit {
  std::int64_t entry = 0, score = 0;
};

// At most `limit`. When there are as many, the thousand best entries of the leading word are looked at and no more; otherwise ten thousand. So an
// answer is exact where the leading word is in a thousand entries or fewer, where one word is asked for, and where the words behind can
// add little; among words that each have more entries, one that all of them are common to may rank where its leading word does, and no higher.
chitty::Result<std::vector<Hit>> find_hits(chitty::Service& service, const std::vector<Wanted>& wanted, const std::vector<std::string>& filters,
                                           std::int64_t limit);

}  // namespace chittyregistry
