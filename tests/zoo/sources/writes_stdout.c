/* Prints to standard output, which is the host's (ABI-19); its record is right. */
#include <stdio.h>
#define ZOO_ECHO zoo_writes_stdout
#include <chitty/plugin.h>
static chitty_status zoo_writes_stdout(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_writes_stdout(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)call, (void)arguments, (void)error;
  fputs("a line that nobody asked for\n", stdout);
  fflush(stdout);
  return zoo_record(call, arguments->ptr, arguments->len, error);
}
