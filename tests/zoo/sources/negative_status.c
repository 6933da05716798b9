/* Answers with a negative status. */
#define ZOO_ECHO zoo_negative_status
#include <chitty/plugin.h>
static chitty_status zoo_negative_status(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_negative_status(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)call, (void)arguments, (void)error;
  return -7;
}
