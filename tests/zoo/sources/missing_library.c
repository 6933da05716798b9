/* Is linked against a library that is not on this machine. */
extern int zoo_stand_in(void);
#define ZOO_ENTER (void)zoo_stand_in()
#include "zoo.h"
