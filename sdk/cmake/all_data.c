/* The code of a plugin that has none: every command is declared whole in its manifest, and the host runs it from there. */
#include <chitty/plugin.h>
#include <string.h>

static const void* CHITTY_CALL get_extension(const chitty_str* id) {
  (void)id;
  return NULL;
}

CHITTY_EXPORT chitty_status CHITTY_CALL chitty_plugin_entry_v1(const chitty_host* host, chitty_plugin* plugin,
                                                               chitty_error* error) {
  (void)error;
  if (!host || !plugin || plugin->struct_size < sizeof *plugin) return CHITTY_INVALID_ARGUMENT;
  if (host->abi_major != CHITTY_ABI_MAJOR) return CHITTY_NOT_SUPPORTED;
  memset(plugin, 0, sizeof *plugin);
  plugin->struct_size = (uint32_t)sizeof *plugin;
  plugin->abi_major = CHITTY_ABI_MAJOR;
  plugin->abi_minor = CHITTY_ABI_MINOR;
  plugin->name.ptr = CHITTY_PLUGIN_NAME;
  plugin->name.len = sizeof CHITTY_PLUGIN_NAME - 1;
  plugin->version.ptr = CHITTY_PLUGIN_VERSION;
  plugin->version.len = sizeof CHITTY_PLUGIN_VERSION - 1;
  plugin->get_extension = get_extension;
  return CHITTY_OK;
}
