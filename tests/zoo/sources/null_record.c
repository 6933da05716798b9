/* Records a text whose pointer is null though its length is not 0 (ABI-14). */
#define ZOO_ECHO zoo_null_record
#include <chitty/plugin.h>
static chitty_status zoo_null_record(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_null_record(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)call, (void)arguments, (void)error;
  return zoo_record(call, NULL, 5, error);
}
