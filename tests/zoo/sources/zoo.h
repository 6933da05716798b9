/* What the animals of the zoo share: a plugin in C with one command, `NAME echo`, that hands its arguments back. Each
 * animal defines what is broken in it, by a macro or by a function of its own, before it includes this file:
 *
 *   ZOO_NAME        name in the entry (a macro set by CMake, with ZOO_VERSION and ZOO_PATH, the command's path)
 *   ZOO_ECHO        the handler, a function of the signature of zoo_echo
 *   ZOO_LIST        the function that lists the handlers
 *   ZOO_EXTENSION   the function that gives the plugin's extensions
 *   ZOO_ENTER       what the entry does first
 *   ZOO_LEAVE       what the entry does last
 *   ZOO_ENTRY       the entry's name
 *   ZOO_MINOR_MIN   the least ABI minor that the entry states
 */
#ifndef CHITTY_ZOO_H
#define CHITTY_ZOO_H

#include <chitty/plugin.h>
#include <string.h>

#define ZOO_UNUSED __attribute__((unused)) /* in some of the animals */

static const chitty_host* zoo_host;

ZOO_UNUSED static const void* zoo_table(const char* id) {
  chitty_str name;
  name.ptr = id;
  name.len = strlen(id);
  return zoo_host->get_extension(&name);
}

ZOO_UNUSED static chitty_status zoo_record(chitty_call* call, const char* json, uint64_t len, chitty_error* error) {
  const chitty_output* output = (const chitty_output*)zoo_table(CHITTY_EXT_OUTPUT);
  chitty_str record;
  record.ptr = json;
  record.len = len;
  return output ? output->record(call, &record, error) : CHITTY_NOT_SUPPORTED;
}

#ifndef ZOO_ECHO
static chitty_status zoo_echo(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  return zoo_record(call, arguments->ptr, arguments->len, error);
}
#define ZOO_ECHO zoo_echo
#endif

#ifndef ZOO_LIST
ZOO_UNUSED static chitty_status zoo_list(const chitty_sink* out) {
  static const char path[] = ZOO_PATH;
  return out->write(out->context, path, sizeof path - 1);
}
#define ZOO_LIST zoo_list
#endif

static chitty_status zoo_invoke(chitty_instance* instance, chitty_call* call, const chitty_str* path,
                                const chitty_str* arguments, chitty_error* error) {
  (void)instance;
  if (path->len < 5 || memcmp(path->ptr + path->len - 5, " echo", 5) != 0) return CHITTY_PLUGIN_FAULT;
  return ZOO_ECHO(call, arguments, error);
}

ZOO_UNUSED static const void* zoo_extension(const chitty_str* id) {
  static const chitty_commands commands = {sizeof(chitty_commands), 0, ZOO_LIST, zoo_invoke};
  if (id->len == sizeof CHITTY_EXT_COMMANDS - 1 && memcmp(id->ptr, CHITTY_EXT_COMMANDS, id->len) == 0) return &commands;
  return NULL;
}

#ifndef ZOO_EXTENSION
#define ZOO_EXTENSION zoo_extension
#endif
#ifndef ZOO_ENTER
#define ZOO_ENTER
#endif
#ifndef ZOO_MINOR_MIN
#define ZOO_MINOR_MIN 0
#endif
#ifndef ZOO_ENTRY
#define ZOO_ENTRY chitty_plugin_entry_v1
#endif
#ifndef ZOO_LEAVE
#define ZOO_LEAVE return CHITTY_OK
#endif

#ifdef __cplusplus
extern "C"
#endif
    CHITTY_EXPORT chitty_status
    ZOO_ENTRY(const chitty_host* host, chitty_plugin* plugin, chitty_error* error) {
  (void)error;
  if (!host || !plugin || plugin->struct_size < sizeof *plugin) return CHITTY_INVALID_ARGUMENT;
  zoo_host = host;
  ZOO_ENTER;
  plugin->struct_size = (uint32_t)sizeof *plugin;
  plugin->abi_major = CHITTY_ABI_MAJOR;
  plugin->abi_minor = CHITTY_ABI_MINOR;
  plugin->abi_minor_min = ZOO_MINOR_MIN;
  plugin->name.ptr = ZOO_NAME;
  plugin->name.len = sizeof ZOO_NAME - 1;
  plugin->version.ptr = ZOO_VERSION;
  plugin->version.len = sizeof ZOO_VERSION - 1;
  plugin->get_extension = ZOO_EXTENSION;
  plugin->create = NULL;
  plugin->destroy = NULL;
  ZOO_LEAVE;
}

#endif
