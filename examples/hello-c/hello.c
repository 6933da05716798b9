/* The smallest plugin: C99 against chitty/plugin.h alone. One command, which hands its arguments back as a record.
 * CHITTY_PLUGIN_NAME and CHITTY_PLUGIN_VERSION come from the manifest; the build puts them before this file. */
#include <chitty/plugin.h>
#include <string.h>

static const chitty_host* host; /* set at the entry, the same for the life of the process */

static const char echo_path[] = "hello-c echo";

static int is(const chitty_str* text, const char* word) {
  return text->len == strlen(word) && memcmp(text->ptr, word, strlen(word)) == 0;
}

static chitty_status CHITTY_CALL list(const chitty_sink* out) {
  return out->write(out->context, echo_path, sizeof echo_path - 1);
}

static chitty_status CHITTY_CALL invoke(chitty_instance* instance, chitty_call* call, const chitty_str* path,
                                        const chitty_str* arguments, chitty_error* error) {
  static const chitty_str id = {CHITTY_EXT_OUTPUT, sizeof CHITTY_EXT_OUTPUT - 1};
  const chitty_output* output = (const chitty_output*)host->get_extension(&id);
  (void)instance;
  if (!is(path, echo_path)) return CHITTY_PLUGIN_FAULT;
  if (!output) return CHITTY_NOT_SUPPORTED;
  return output->record(call, arguments, error);
}

static const void* CHITTY_CALL get_extension(const chitty_str* id) {
  static const chitty_commands commands = {sizeof(chitty_commands), 0, list, invoke};
  return is(id, CHITTY_EXT_COMMANDS) ? &commands : NULL;
}

CHITTY_EXPORT chitty_status CHITTY_CALL chitty_plugin_entry_v1(const chitty_host* given, chitty_plugin* plugin,
                                                               chitty_error* error) {
  (void)error;
  if (!given || !plugin || !CHITTY_COVERS(given, chitty_host, get_extension) || plugin->struct_size < sizeof *plugin)
    return CHITTY_INVALID_ARGUMENT;
  if (given->abi_major != CHITTY_ABI_MAJOR) return CHITTY_NOT_SUPPORTED;
  host = given;
  memset(plugin, 0, sizeof *plugin);
  plugin->struct_size = (uint32_t)sizeof *plugin;
  plugin->abi_major = CHITTY_ABI_MAJOR;
  plugin->abi_minor = CHITTY_ABI_MINOR;
  plugin->abi_minor_min = 0;
  plugin->name.ptr = CHITTY_PLUGIN_NAME;
  plugin->name.len = sizeof CHITTY_PLUGIN_NAME - 1;
  plugin->version.ptr = CHITTY_PLUGIN_VERSION;
  plugin->version.len = sizeof CHITTY_PLUGIN_VERSION - 1;
  plugin->get_extension = get_extension;
  return CHITTY_OK;
}
