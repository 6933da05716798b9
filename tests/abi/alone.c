/* plugin.h and nothing else; the entry has its address taken, so that the declaration is used. */
#include <chitty/plugin.h>

chitty_plugin_entry_fn alone(void);
chitty_plugin_entry_fn alone(void) { return chitty_plugin_entry_v1; }
