#pragma once

#include "app/call/call.hpp"
#include <chitty/error.hpp>

#include <boost/json/object.hpp>

namespace chitty::host {

// The owner's work on the database, in a chittyd of its own (chitty.local/1, "database"): its rows and bytes are the command's
// output, and here is the result. Under --dry-run it is tried and undone, and what it would have changed is told. Call-thread.
Result<json::object> work_on_database(chitty_call& call, json::object order);

}  // namespace chitty::host
