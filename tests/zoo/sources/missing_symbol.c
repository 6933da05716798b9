/* Calls a function that no library has: RTLD_NOW says so at load, lazy binding would end the process (ABI-24). */
extern int zoo_function_that_is_nowhere(void);
#define ZOO_ENTER (void)zoo_function_that_is_nowhere()
#include "zoo.h"
