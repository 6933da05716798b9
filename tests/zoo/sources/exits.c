/* Calls exit(0) in the middle of its command: to whoever looks at the exit code, all is well (ABI-19). */
#include <stdlib.h>
#define ZOO_ECHO zoo_exits
#include <chitty/plugin.h>
static chitty_status zoo_exits(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_exits(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)call, (void)arguments, (void)error;
  exit(0);
}
