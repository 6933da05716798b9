// Records as rows of cells, for tables, object views and CSV.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <vector>

#include "plugin/manifest.hpp"

namespace chitty {

// One column for each member of the records, in the order in which they first appear; for records that are no objects
// one column "value", the record itself.
std::vector<Column> columns_of(const std::vector<json::value>& records);

// What `column` points at in `record`, or null.
const json::value* cell_of(const json::value& record, const Column& column);

// As text: a string is itself, null or absent nothing, an object or array compact JSON. Not yet harmless.
std::string cell_text(const json::value* cell);

// The same for an object view, where a person reads it: a list of words is "a, b", a list of objects with a `name` their names.
std::string reading_text(const json::value* cell);

// The members of `record` that no column shows, where the columns were made from earlier records; for the one note that
// nothing is left out in silence.
std::vector<std::string> members_beyond(const json::value& record, const std::vector<Column>& columns);

}  // namespace chitty
