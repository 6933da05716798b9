// An entry of the table: as a page has it, and as a person gives it.
#pragma once

#include <chitty/host.hpp>

#include <string>
#include <vector>

#include "schema.hpp"

namespace notion_database {

// The record of a page; `rich`: its properties as Notion has them. MALFORMED: it is none.
Result<json::object> entry_of(const json::value& page, bool rich);

// What --record and --set say, by the names that were given. INVALID_ARGUMENT: a record that is no object, a --set without =, a property
// twice, nothing at all.
Result<json::object> given_record(const json::value& record, const std::vector<std::string>& set);

// By the table's own names, as Notion wants them. INVALID_ARGUMENT: an unknown property, one twice, a value that does not fit.
Result<json::object> written_properties(const Schema& schema, const json::object& record);

}  // namespace notion_database
