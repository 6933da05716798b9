// The table that a remote stands for, and how Notion is asked.
#pragma once

#include <chitty/host.hpp>

#include <string>

namespace notion_database {

using namespace chitty;

// Sends it, and again when Notion says that there were too many requests, after as long as it says: such a request was not
// worked on. Gives up after five times, or when more than a minute is asked for.
Result<json::object> ask(Host& host, const Request& request);

// The id of the table: the remote's setting dataSource, or the only one of its database. CONFIGURATION: neither is set, or the
// database has several.
Result<std::string> data_source(Host& host);

}  // namespace notion_database
