// Decides which plugin owns a first word. The first in search order keeps a word; a plugin's own name always works, or
// it is refused; one plugin that loses takes nothing from another.
#pragma once

#include <string_view>
#include <vector>

#include "plugin/candidate.hpp"

namespace chitty::host {

// First words that are the host's own.
bool is_reserved_word(std::string_view word);

// Give `reason`, `note` and `lost` to usable candidates that want a word which is another's. In search order.
void settle_claims(std::vector<Candidate>& candidates);

}  // namespace chitty::host
