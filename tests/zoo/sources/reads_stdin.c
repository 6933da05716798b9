/* Reads standard input, which is the host's, by itself (ABI-19). */
#define _POSIX_C_SOURCE 200809L
#include <unistd.h>
#define ZOO_ECHO zoo_reads_stdin
#include <chitty/plugin.h>
static chitty_status zoo_reads_stdin(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_reads_stdin(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)error;
  char byte;
  if (read(STDIN_FILENO, &byte, 1) < 0) return CHITTY_PLUGIN_FAULT;
  return zoo_record(call, arguments->ptr, arguments->len, error);
}
