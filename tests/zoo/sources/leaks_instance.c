/* Keeps memory for each instance that was ended (ABI-23). */
#include <chitty/plugin.h>
#include <stdlib.h>
static chitty_status zoo_instances(chitty_plugin* plugin);
#define ZOO_LEAVE return zoo_instances(plugin)
#include "zoo.h"
/* In a list, so that only counting finds it: no leak checker sees what is still reachable. */
static struct zoo_kept {
  struct zoo_kept* next;
  char bytes[92];
} * zoo_all;
static chitty_status zoo_create(chitty_instance** out, chitty_error* error) {
  struct zoo_kept* kept = (struct zoo_kept*)malloc(sizeof *kept);
  (void)error;
  if (!kept) return CHITTY_PLUGIN_FAULT;
  kept->next = zoo_all;
  zoo_all = kept;
  *out = (chitty_instance*)kept;
  return CHITTY_OK;
}
static void zoo_destroy(chitty_instance* instance) { (void)instance; }
static chitty_status zoo_instances(chitty_plugin* plugin) {
  plugin->create = zoo_create;
  plugin->destroy = zoo_destroy;
  return CHITTY_OK;
}
