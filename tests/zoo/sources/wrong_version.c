/* The entry's version is not the manifest's. */
#undef ZOO_VERSION
#define ZOO_VERSION "9.9.9"
#include "zoo.h"
