/* The entry fills all but get_extension (ABI-06). */
#define ZOO_LEAVE return plugin->get_extension = NULL, CHITTY_OK
#include "zoo.h"
