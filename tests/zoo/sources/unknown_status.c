/* Answers with a code that does not exist and no words: the host treats it as its class, and says who. */
#define ZOO_ECHO zoo_unknown_status
#include <chitty/plugin.h>
static chitty_status zoo_unknown_status(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_unknown_status(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)call, (void)arguments, (void)error;
  return 123456;
}
