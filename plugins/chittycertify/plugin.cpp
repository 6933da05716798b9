// chittycertify: the table of contents; chittycertify_names.hpp, written by the build, has what manifest.json declares.
#include <chittycertify_names.hpp>

CHITTY_PLUGIN(.commands = chittycertify::commands::table(), .routes = chittycertify::routes::table())
