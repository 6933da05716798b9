/* Fails with a good code and an error that nobody filled (ABI-17). */
#define ZOO_ECHO zoo_wordless
#include <chitty/plugin.h>
static chitty_status zoo_wordless(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_wordless(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)call, (void)arguments, (void)error;
  return CHITTY_NOT_FOUND;
}
