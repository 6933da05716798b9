/* Recurses until its stack is used up. */
#define ZOO_ECHO zoo_overflows
#include <chitty/plugin.h>
static chitty_status zoo_overflows(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_overflows(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)call, (void)arguments, (void)error;
  volatile char page[4096];
  page[0] = arguments ? (char)zoo_overflows(call, arguments, error) : 0;
  return page[0];
}
