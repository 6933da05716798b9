/* The entry states a size beyond what the host gave it (ABI-07). */
#define ZOO_LEAVE return plugin->struct_size = 0xffffffffu, CHITTY_OK
#include "zoo.h"
