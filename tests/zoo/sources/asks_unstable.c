/* Asks for an unstable extension that its manifest does not name (ABI-11). */
#define ZOO_ECHO zoo_asks_unstable
#include <chitty/plugin.h>
static chitty_status zoo_asks_unstable(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_asks_unstable(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)error;
  if (zoo_table("chitty.unstable.teleport/1")) return CHITTY_PLUGIN_FAULT;
  return zoo_record(call, arguments->ptr, arguments->len, error);
}
