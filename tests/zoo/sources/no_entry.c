/* Its entry has another name (ABI-01). */
#define ZOO_ENTRY chitty_plugin_main
#include "zoo.h"
