/* A service with two routes that tell for ever: one asks in every turn whether to stop, the other one waits. Whoever
 * asks has gone some day (ABI-22). */
#define ZOO_EXTENSION zoo_endless
#include <chitty/plugin.h>
static const void* CHITTY_CALL zoo_endless(const chitty_str* id);
#include "zoo.h"

static chitty_status CHITTY_CALL zoo_routes(const chitty_sink* out) {
  const chitty_status first = out->write(out->context, "asks", 4);
  return first == CHITTY_OK ? out->write(out->context, "waits", 5) : first;
}

static chitty_status CHITTY_CALL zoo_handle(chitty_instance* instance, chitty_call* call, chitty_error* error) {
  const chitty_call_api* api = (const chitty_call_api*)zoo_table(CHITTY_EXT_CALL);
  const chitty_exchange* exchange = (const chitty_exchange*)zoo_table(CHITTY_EXT_EXCHANGE);
  const chitty_str none = {0};
  const int asks = exchange && exchange->info(call)->handler.len == 4;
  chitty_status status;
  (void)instance;
  if (!api || !exchange) return CHITTY_NOT_SUPPORTED;
  status = exchange->begin(call, 200, &none, UINT64_MAX, error);
  while (status == CHITTY_OK) {
    if (asks ? api->cancelled(call) != 0 : api->wait(call, 1000000) != CHITTY_OK) return CHITTY_OK;
    status = exchange->write(call, "more\n", 5, error);
  }
  return status;
}

static const void* CHITTY_CALL zoo_endless(const chitty_str* id) {
  static const chitty_service service = {sizeof(chitty_service), 0, zoo_routes, NULL, zoo_handle, NULL};
  if (id->len == sizeof CHITTY_EXT_SERVICE - 1 && memcmp(id->ptr, CHITTY_EXT_SERVICE, id->len) == 0) return &service;
  return zoo_extension(id);
}
