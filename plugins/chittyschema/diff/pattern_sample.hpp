// A text that a regular expression is likely to find: of groups the first alternative, of classes the first
// character, or the last where `last`; of repetitions as few as may be.
#pragma once

#include <string>
#include <string_view>

namespace chittyschema::diff {

std::string pattern_sample(std::string_view pattern, bool last = false);

}  // namespace chittyschema::diff
