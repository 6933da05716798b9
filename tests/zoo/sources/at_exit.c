/* Leaves work for the end of the process, where nothing of a plugin runs (ABI-19). */
#include <stdlib.h>
static void zoo_later(void) {}
#define ZOO_ECHO zoo_at_exit
#include <chitty/plugin.h>
static chitty_status zoo_at_exit(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_at_exit(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)error;
  if (atexit(zoo_later) != 0) return CHITTY_PLUGIN_FAULT;
  return zoo_record(call, arguments->ptr, arguments->len, error);
}
