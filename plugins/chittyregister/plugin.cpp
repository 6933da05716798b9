// chittyregister: the table of contents; chittyregister_names.hpp, written by the build, has what manifest.json declares.
#include <chittyregister_names.hpp>

CHITTY_PLUGIN(.commands = chittyregister::commands::table(), .routes = chittyregister::routes::table())
