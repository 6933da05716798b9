// Two versions of a schema, compared keyword by keyword: what differs, where, and in which direction it can matter. A direction that is
// not possible is proven; one that is possible still needs a witness (verdict.hpp).
#pragma once

#include <string>
#include <vector>

#include "outline.hpp"

namespace chittyschema::diff {

struct Difference {
  std::string at;             // JSON pointer into the schema, through references
  std::string keyword;        // "maxLength"
  std::string change;         // "10 became 5"
  std::string reason;         // why it can matter, or cannot
  Path path{};                // to the values that it is about
  json::value before, after;  // the schemas of these values
  bool narrows = false;       // the new version may refuse what the old one accepts
  bool widens = false;        // and the other way round
};

std::vector<Difference> compare(const json::value& before, const json::value& after);

}  // namespace chittyschema::diff
