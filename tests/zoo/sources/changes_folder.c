/* Changes the working folder, the umask and a variable of the environment (ABI-19). */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#define ZOO_ECHO zoo_changes_folder
#include <chitty/plugin.h>
static chitty_status zoo_changes_folder(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_changes_folder(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)call, (void)arguments, (void)error;
  if (chdir("/") != 0) return CHITTY_PLUGIN_FAULT;
  umask(0);
  setenv("LANG", "zoo", 1);
  return zoo_record(call, arguments->ptr, arguments->len, error);
}
