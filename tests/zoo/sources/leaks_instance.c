/* Keeps memory for each instance that was ended (ABI-23). */
#include <chitty/plugin.h>
#include <stdlib.h>
static chitty_status zoo_instances(chitty_plugin* plugin);
#define ZOO_LEAVE return zoo_instances(plugin)
#include "zoo.h"
static chitty_status zoo_create(chitty_instance** out, chitty_error* error) {
  (void)error;
  *out = (chitty_instance*)malloc(100);
  return *out ? CHITTY_OK : CHITTY_PLUGIN_FAULT;
}
static void zoo_destroy(chitty_instance* instance) { (void)instance; }
static chitty_status zoo_instances(chitty_plugin* plugin) {
  plugin->create = zoo_create;
  plugin->destroy = zoo_destroy;
  return CHITTY_OK;
}
