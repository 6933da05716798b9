/* Answers every id with its commands table, also ids that nobody defined (ABI-09). */
#include <chitty/plugin.h>
static const void* zoo_any(const chitty_str* id);
#define ZOO_LEAVE return plugin->get_extension = zoo_any, CHITTY_OK
#include "zoo.h"
static const void* zoo_any(const chitty_str* id) {
  static const chitty_commands commands = {sizeof(chitty_commands), 0, zoo_list, zoo_invoke};
  (void)id;
  return &commands;
}
