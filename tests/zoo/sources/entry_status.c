/* The entry answers with a code that does not exist, and no words. */
#define ZOO_ENTER return 123456
#include "zoo.h"
