/* The entry says no, with words: a host shows them. Static texts need no release (ABI-17). */
#define ZOO_ENTER return zoo_refuse(error)
#include <chitty/plugin.h>
static void CHITTY_CALL zoo_nothing_to_release(chitty_error* self) { self->release = NULL; }
static chitty_status zoo_refuse(chitty_error* error) {
  static const char words[] = "This plugin wants the moon";
  if (!error || error->struct_size < sizeof *error) return CHITTY_NOT_SUPPORTED;
  error->code = CHITTY_NOT_SUPPORTED;
  error->message.ptr = words;
  error->message.len = sizeof words - 1;
  error->release = zoo_nothing_to_release;
  return CHITTY_NOT_SUPPORTED;
}
#include "zoo.h"
