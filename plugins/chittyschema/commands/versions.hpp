// Two versions that a person names, of one schema or of two.
#pragma once

#include "fetched.hpp"

namespace chittyschema {

struct Pair {
  Named from, to;
};

// Each is NAME@VERSION, a file, or a version of `schema`; without `schema` of the one schema that has both; where none has, a schema's
// name. INVALID_ARGUMENT names the several that may be meant.
chitty::Result<Pair> fetch_pair(chitty::Host& host, const std::string& from, const std::string& to, const std::string& schema);

}  // namespace chittyschema
