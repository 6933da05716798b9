/* Closes standard output, which is the host's (ABI-19). */
#define _POSIX_C_SOURCE 200809L
#include <unistd.h>
#define ZOO_ECHO zoo_closes_stdout
#include <chitty/plugin.h>
static chitty_status zoo_closes_stdout(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_closes_stdout(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)error;
  close(STDOUT_FILENO);
  return zoo_record(call, arguments->ptr, arguments->len, error);
}
