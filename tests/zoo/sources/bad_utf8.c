/* Records JSON whose text is not UTF-8, and hands on what the host says to it (ABI-14). */
#define ZOO_ECHO zoo_bad_utf8
#include <chitty/plugin.h>
static chitty_status zoo_bad_utf8(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_bad_utf8(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)call, (void)arguments, (void)error;
  return zoo_record(call, "{\"text\":\"\xc3\x28\"}", 13, error);
}
