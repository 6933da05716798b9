/* Changes the working folder by a system call of its own, which no import shows (ABI-19). */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>
#define ZOO_ECHO zoo_raw_chdir
#include <chitty/plugin.h>
static chitty_status zoo_raw_chdir(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_raw_chdir(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)error;
  syscall(SYS_chdir, "/");
  return zoo_record(call, arguments->ptr, arguments->len, error);
}
