// What a property says, as a plain value: text, number, list.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>

namespace notion_database {

namespace json = boost::json;

// The text of Notion's array of rich text, as it is read or written.
std::string plain_text(const json::value& rich_text);

// Of a property as a page has it, {"type": "select", "select": {...}}. Null where it has none. What is of a type that is not known here
// comes as Notion has it.
json::value plain_value(const json::object& property);

}  // namespace notion_database
