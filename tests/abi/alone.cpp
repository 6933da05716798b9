// plugin.h and nothing else, as C++.
#include <chitty/plugin.h>

chitty_plugin_entry_fn alone();
chitty_plugin_entry_fn alone() { return chitty_plugin_entry_v1; }
