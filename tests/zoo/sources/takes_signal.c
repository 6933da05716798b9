/* Takes SIGINT for itself, so that Ctrl-C no longer reaches the host (ABI-19). */
#define _POSIX_C_SOURCE 200809L
#include <signal.h>
#include <string.h>
static void zoo_on_signal(int number) { (void)number; }
#define ZOO_ECHO zoo_takes_signal
#include <chitty/plugin.h>
static chitty_status zoo_takes_signal(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_takes_signal(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)error;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = zoo_on_signal;
  if (sigaction(SIGINT, &action, NULL) != 0) return CHITTY_PLUGIN_FAULT;
  return zoo_record(call, arguments->ptr, arguments->len, error);
}
