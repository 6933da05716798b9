/* Changes the locale: from then on the host writes as somebody else does (ABI-19). */
#include <locale.h>
#define ZOO_ECHO zoo_sets_locale
#include <chitty/plugin.h>
static chitty_status zoo_sets_locale(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_sets_locale(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)error;
  setlocale(LC_ALL, "C.UTF-8");
  return zoo_record(call, arguments->ptr, arguments->len, error);
}
