/* Changes the terminal, or whatever standard input is (ABI-19). */
#define _POSIX_C_SOURCE 200809L
#include <string.h>
#include <termios.h>
#include <unistd.h>
#define ZOO_ECHO zoo_changes_terminal
#include <chitty/plugin.h>
static chitty_status zoo_changes_terminal(chitty_call* call, const chitty_str* arguments, chitty_error* error);
#include "zoo.h"
static chitty_status zoo_changes_terminal(chitty_call* call, const chitty_str* arguments, chitty_error* error) {
  (void)error;
  struct termios settings;
  memset(&settings, 0, sizeof settings);
  tcsetattr(STDIN_FILENO, TCSANOW, &settings);
  return zoo_record(call, arguments->ptr, arguments->len, error);
}
