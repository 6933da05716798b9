// A text that a regular expression is likely to find: of groups the first alternative, of repetitions as few as may be.
#pragma once

#include <string>
#include <string_view>

namespace chittyschema::diff {

std::string pattern_sample(std::string_view pattern);

}  // namespace chittyschema::diff
