// What is to change in an entry, when what was written last is known: three sides, property by property.
#pragma once

#include <chitty/host.hpp>

#include <optional>
#include <string>
#include <vector>

namespace notion_database {

using namespace chitty;

// The property in which a put keeps what it wrote: for each property a short hash of its value.
inline constexpr std::string_view memory_property = "Chitty sync";

// A property's value in a form in which equal values are equal texts: options sorted, times in UTC.
std::string canonical(const json::object& property);

struct Merge {
  std::vector<std::string> changed;    // to write
  std::vector<std::string> conflicts;  // somebody changed them in Notion meanwhile
  json::object memory;                 // to keep with what is written: name -> hash
  bool memory_is_new = false;          // it is other than what was kept
};

// `wanted` and `current` by the table's names, as written_value makes them and a page has them. `memory` is what stands in the memory
// property: a value that it does not know was written by somebody else, so that what is there and not empty is a conflict. None, where
// the table has no such property: nobody is known to have changed anything. `overwrite`: there are no conflicts.
Merge merge(const Crypto& crypto, const json::object& wanted, const json::object& current, const std::optional<std::string>& memory, bool overwrite);

}  // namespace notion_database
