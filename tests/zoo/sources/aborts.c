/* Calls abort() (ABI-19). */
#include <stdlib.h>
#define ZOO_ECHO zoo_aborts
#include <chitty/plugin.h>
static chitty_status zoo_aborts(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_aborts(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)call, (void)arguments, (void)error;
  abort();
}
