/* The manifest declares a command, the plugin does not offer chitty.commands/1 at all. */
#include <chitty/plugin.h>
static const void* zoo_none(const chitty_str* id) {
  (void)id;
  return NULL;
}
#define ZOO_LEAVE return plugin->get_extension = zoo_none, CHITTY_OK
#include "zoo.h"
