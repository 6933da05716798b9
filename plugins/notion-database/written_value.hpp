// A plain value as Notion wants to be told it for a property of a type.
#pragma once

#include <chitty/error.hpp>

#include <string_view>

#include "schema.hpp"

namespace notion_database {

// Text as rich text, in pieces of at most 2000 UTF-16 units, none of which parts a character. INVALID_ARGUMENT: more than 100 pieces.
Result<json::value> rich_text(std::string_view text);

// {"type": TYPE, TYPE: ...}. Null clears the property. An array of rich text, or an object with the type's own member, goes as it is.
// INVALID_ARGUMENT: it is not one of that type, or Notion computes the property by itself.
Result<json::value> written_value(const Property& property, const json::value& given);

}  // namespace notion_database
