/* Writes to where nothing is. */
#define ZOO_ECHO zoo_segfaults
#include <chitty/plugin.h>
static chitty_status zoo_segfaults(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_segfaults(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)call, (void)arguments, (void)error;
  volatile uintptr_t nowhere = 8; /* volatile: else the compiler sees what we are up to */
  *(volatile int*)nowhere = 1;
  return CHITTY_OK;
}
