/* Runs a program of the machine (ABI-19). */
#include <stdlib.h>
#define ZOO_ECHO zoo_runs_program
#include <chitty/plugin.h>
static chitty_status zoo_runs_program(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_runs_program(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)error;
  (void)!system("true");
  return zoo_record(call, arguments->ptr, arguments->len, error);
}
