/* The entry's name is not the manifest's. */
#undef ZOO_NAME
#define ZOO_NAME "somebody-else"
#include "zoo.h"
