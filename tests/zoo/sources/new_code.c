/* Answers with a code of a known class that is newer than the host: 499 is a kind of not found (ABI-08). */
#define ZOO_ECHO zoo_new_code
#include <chitty/plugin.h>
static chitty_status zoo_new_code(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_new_code(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)call, (void)arguments, (void)error;
  return 499;
}
