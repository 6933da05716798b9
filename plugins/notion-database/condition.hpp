// A condition as a person types it, as Notion's filter.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema.hpp"

namespace notion_database {

// NAME=VALUE, != ~ > < >= <=; without a value: is it empty? INVALID_ARGUMENT: no such property, a comparison that its type does not
// have, a value that does not fit.
Result<json::value> condition_of(const Schema& schema, std::string_view given);

// All of them, and `besides` unless it is null. Null: no conditions.
Result<json::value> filter_of(const Schema& schema, const std::vector<std::string>& given, const json::value& besides);

}  // namespace notion_database
