// The table of contents: hello_names.hpp, written by the build, has what the manifest declares.
#include <hello_names.hpp>

CHITTY_PLUGIN(.commands = hello::commands::table(), .routes = hello::routes::table())
