/* Records something that is not JSON, and ignores what the host says to it (ABI-15). */
#define ZOO_ECHO zoo_bad_record
#include <chitty/plugin.h>
static chitty_status zoo_bad_record(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_bad_record(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)call, (void)arguments, (void)error;
  zoo_record(call, "{\"half\":", 8, error);
  return CHITTY_OK;
}
