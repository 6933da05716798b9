// Where what was looked for stands in what was found. The text itself is left as it is: a page escapes it and puts its own
// marks at these places, so that nothing in it can pass for one.
#pragma once

#include <boost/json/array.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "relevance.hpp"
#include "search_query.hpp"

namespace chittyregistry {

// [{"field":"name","text":"...","marks":[[0,5]]}]: of the fields in which something was found, [first, how many] in Unicode
// characters. Of a long text the piece around the first place.
json::array highlights_of(const std::vector<Field>& fields, const std::vector<Wanted>& wanted);

// For a terminal: the first field that says more than the name, what was found in [brackets].
std::string match_line(const json::array& highlights);

}  // namespace chittyregistry
