// The commands of the plugin, one function for each path that the manifest names.
#pragma once

#include <chitty/host.hpp>

namespace chitty::os::commands {

// init.cpp
Result<Reply> init(const Arguments& args, Host& host);
// daemon.cpp
Result<Reply> up(const Arguments& args, Host& host);
Result<Reply> down(const Arguments& args, Host& host);
Result<Reply> status(const Arguments& args, Host& host);
// health.cpp
Result<Reply> health(const Arguments& args, Host& host);

// Make the local ChittyOS and write into the configuration where it is. With `again` false, what the configuration says
// already stays. The answer is what init of chitty.local/1 gives, and `wrote`: the keys that were set.
// `database`: a URL or a reference to one; empty: what is configured, else SQLite.
Result<json::object> set_up(Host& host, const json::object& options, bool again, const std::string& database = {});

// CONFLICT when --port says another port than that at which the daemon runs: the configuration would lead nowhere.
Result<void> not_elsewhere(const Arguments& args, Host& host);

// {"port":N} if it was given.
json::object port_option(const Arguments& args);

// What the daemon says of itself as the first row, and then of each service.
Result<json::array> rows_of_status(Host& host);

}  // namespace chitty::os::commands
