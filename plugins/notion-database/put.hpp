// Entries that a key tells apart: found in the table, added, changed.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "schema.hpp"

namespace notion_database {

// The records, each the text of an object. INVALID_ARGUMENT: one is none, or has no text or number for the key.
Result<std::vector<json::object>> records_of(const std::vector<std::string>& given, const std::string& key);

// The table with a property for each name that it does not have, of a type that fits the first value, and with the memory property
// (merge.hpp). Changes nothing where there is nothing to add.
Result<Schema> with_properties_for(Host& host, const std::string& source, Schema schema, const std::vector<json::object>& records);

struct Wanted {
  std::string key{};  // as plain text
  json::value key_value{};
  const Property* by = nullptr;
  json::object properties{};  // by the table's names, as Notion wants them
};

// INVALID_ARGUMENT: no such property, of a type by which nothing can be found, the same key twice, a value that does not fit.
Result<std::vector<Wanted>> wanted_entries(const Schema& schema, const std::vector<json::object>& records, const std::string& key);

// At most 100. `done` gets for each {"key", "result", "id", "fields", "why"?}. Of two puts at once that add the same key one entry
// stays, whichever was made first; the other goes to the trash.
Result<void> put_batch(Host& host, const std::string& source, const Schema& schema, const std::vector<Wanted>& wanted, bool overwrite,
                       const std::function<Result<void>(const json::object& written)>& done);

}  // namespace notion_database
