/* A library that must never be opened: whoever does, ends. Its manifest alone is a plugin. */
#include <chitty/plugin.h>
#include <stdlib.h>

__attribute__((constructor)) static void opened(void) { abort(); }

CHITTY_EXPORT chitty_status CHITTY_CALL chitty_plugin_entry_v1(const chitty_host* host, chitty_plugin* plugin,
                                                               chitty_error* error) {
  (void)host, (void)plugin, (void)error;
  abort();
}
