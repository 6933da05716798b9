// Work on the database of this machine's ChittyOS. The host does it, beside the daemon (chitty.local/1, "database"); here are the words.
#pragma once

#include <os_names.hpp>

namespace os::commands {

using namespace chitty;

// Its rows and bytes are the command's own already; the result. An error says what leads on.
Result<json::object> database_work(Host& host, json::object order);

// The number that a result has there; 0 where it has none.
std::int64_t number_in(const json::object& result, std::string_view member);

// "1 row", "2 rows".
std::string counted(std::int64_t count, const std::string& what);

}  // namespace os::commands
