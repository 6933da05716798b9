// Which page is meant: its id, or the address that people copy from Notion.
#pragma once

#include <chitty/error.hpp>

#include <string>
#include <string_view>

namespace notion_database {

// The id with its hyphens, small letters. INVALID_ARGUMENT: there is none in it.
chitty::Result<std::string> page_id(std::string_view given);

}  // namespace notion_database
