/* Works for ever, and asks in every turn whether to stop (ABI-22): returns CANCELLED when told. */
#define ZOO_ECHO zoo_polls
#include <chitty/plugin.h>
static chitty_status zoo_polls(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_polls(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)call, (void)arguments, (void)error;
  const chitty_call_api* api = (const chitty_call_api*)zoo_table(CHITTY_EXT_CALL);
  if (!api) return CHITTY_NOT_SUPPORTED;
  while (!api->cancelled(call)) (void)api->wait(call, 1000000);
  return CHITTY_CANCELLED;
}
