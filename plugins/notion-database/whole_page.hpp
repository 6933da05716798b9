// A page with all that its properties hold: Notion shows the first 25 references of one.
#pragma once

#include <chitty/host.hpp>

namespace notion_database {

using namespace chitty;

// The page; properties that may hold more than it shows are asked for by themselves. MALFORMED: it is none.
Result<json::value> whole_page(Host& host, json::value page);

}  // namespace notion_database
