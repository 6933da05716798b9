/* Its commands table has null slots (ABI-08). */
#include <chitty/plugin.h>
static const void* zoo_null_slots(const chitty_str* id) {
  static const chitty_commands commands = {sizeof(chitty_commands), 0, NULL, NULL};
  (void)id;
  return &commands;
}
#define ZOO_LEAVE return plugin->get_extension = zoo_null_slots, CHITTY_OK
#include "zoo.h"
