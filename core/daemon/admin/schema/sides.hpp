// The two databases that are compared, by how a person names them.
#pragma once

#include "daemon/admin/desk.hpp"
#include "daemon/admin/schema/shape.hpp"

namespace chitty::host::daemon {

// An environment of the configuration; `installed`: what the installed services' migrations make, on SQLite; `backup:NAME`; a SQLite database
// or a script of SQL in a file; a database's URL, or a reference to one. NOT_FOUND, CONFIGURATION.
Result<Shape> shape_of_side(const Desk& desk, const std::string& side);

// The URL of an environment's database, by the user's own configuration. CONFIGURATION: it says none.
Result<std::string> database_of(const Paths& paths, const std::string& environment);

}  // namespace chitty::host::daemon
