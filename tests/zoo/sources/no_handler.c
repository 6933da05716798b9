/* Lists no handler for the command that the manifest declares, and answers PLUGIN_FAULT without words when asked. */
#include <chitty/plugin.h>
static chitty_status zoo_empty_list(const chitty_sink* out) {
  (void)out;
  return CHITTY_OK;
}
static chitty_status zoo_absent(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)call, (void)arguments, (void)error;
  return CHITTY_PLUGIN_FAULT;
}
#define ZOO_LIST zoo_empty_list
#define ZOO_ECHO zoo_absent
#include "zoo.h"
