/* Fails with an error whose texts are not UTF-8 and whose details are not JSON (ABI-14, ABI-17). */
#include <chitty/plugin.h>
static void CHITTY_CALL zoo_keep(chitty_error* self) { self->release = 0; }
#define ZOO_ECHO zoo_bad_error
#include <chitty/plugin.h>
static chitty_status zoo_bad_error(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_bad_error(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)call, (void)arguments, (void)error;
  if (!error || error->struct_size < sizeof *error) return CHITTY_CONFLICT;
  error->code = CHITTY_CONFLICT;
  error->message.ptr = "broken \xff words";
  error->message.len = 14;
  error->details.ptr = "not json";
  error->details.len = 8;
  error->release = zoo_keep;
  return CHITTY_CONFLICT;
}
