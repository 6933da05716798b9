// The URL of the database: from the command line, else the configuration, else the SQLite file of the data folder.
#pragma once

#include "daemon/process/options.hpp"

#include <chitty/error.hpp>

#include <string>
#include <string_view>

namespace chitty::host::daemon {

// Is there a password in it, for others to read in a list of processes?
bool has_password(std::string_view url);

// `--database` if it was given; else chittyos.sharedDatabase of the environment `local` in the user's own configuration (a
// project's is not asked: it must not move a person's data); else SQLite. Either may be a reference (config/secrets.hpp),
// which is resolved here, anew for each worker. CONFIGURATION: an unreadable configuration or reference.
Result<std::string> database_url(const Options& options);

}  // namespace chitty::host::daemon
