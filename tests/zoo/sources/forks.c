/* Starts a process that lives as long as it likes (ABI-19). */
#define _POSIX_C_SOURCE 200809L
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#define ZOO_ECHO zoo_forks
#include <chitty/plugin.h>
static chitty_status zoo_forks(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_forks(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)error;
  const pid_t child = fork();
  if (child == 0) _exit(0);
  if (child > 0) waitpid(child, NULL, 0);
  return zoo_record(call, arguments->ptr, arguments->len, error);
}
