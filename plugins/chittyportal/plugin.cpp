// chittyportal: the table of contents; chittyportal_names.hpp, written by the build, has what manifest.json declares.
#include <chitty/plugin.hpp>
#include <chittyportal_names.hpp>

CHITTY_PLUGIN(.commands = chittyportal::commands::table(), .routes = chittyportal::routes::table())
