/* Prints what libc holds back: no system call shows it, and it comes out when nobody expects it (ABI-19). */
#include <stdio.h>
#define ZOO_ECHO zoo_holds_back
#include <chitty/plugin.h>
static chitty_status zoo_holds_back(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_holds_back(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)error;
  fputs("later", stdout);
  return zoo_record(call, arguments->ptr, arguments->len, error);
}
