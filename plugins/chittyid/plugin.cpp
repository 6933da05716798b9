// The table of contents: chittyid_names.hpp, written by the build, has what the manifest declares.
#include "service/authority.hpp"

#include <chittyid_names.hpp>

CHITTY_PLUGIN(.commands = chittyid::commands::table(), .routes = chittyid::routes::table(), .start = chitty::id::start)
