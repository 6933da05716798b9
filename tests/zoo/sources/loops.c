/* Loops for ever and never asks whether to stop (ABI-22). */
#define ZOO_ECHO zoo_loops
#include <chitty/plugin.h>
static chitty_status zoo_loops(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_loops(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)call, (void)arguments, (void)error;
  for (volatile uint64_t turns = 1; turns != 0;) turns += 2;
  return CHITTY_OK;
}
