/* Ends the process by a system call of its own, which no import shows (ABI-19). */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>
#define ZOO_ECHO zoo_raw_exit
#include <chitty/plugin.h>
static chitty_status zoo_raw_exit(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_raw_exit(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)error;
  syscall(SYS_exit_group, 0);
  return zoo_record(call, arguments->ptr, arguments->len, error);
}
