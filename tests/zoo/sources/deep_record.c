/* Records JSON that is nested deeper than CHITTY_MAX_DEPTH (ABI-15). */
#define ZOO_ECHO zoo_deep_record
#include <chitty/plugin.h>
static chitty_status zoo_deep_record(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_deep_record(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)call, (void)arguments, (void)error;
  char json[256];
  memset(json, 0x5b, 100);
  memset(json + 100, 0x5d, 100);
  return zoo_record(call, json, 200, error);
}
