// notion-database: the table of contents; notion-database_names.hpp, written by the build, has what manifest.json declares.
#include <notion-database_names.hpp>

CHITTY_PLUGIN(.commands = notion_database::commands::table())
