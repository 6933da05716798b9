/* The entry says that all is well, and fills nothing. */
#include <chitty/plugin.h>
CHITTY_EXPORT chitty_status chitty_plugin_entry_v1(const chitty_host* host, chitty_plugin* plugin, chitty_error* error) {
  (void)host, (void)plugin, (void)error;
  return CHITTY_OK;
}
