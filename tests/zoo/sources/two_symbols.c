/* Exports a second symbol: it was linked without the version script (ABI-25). */
#include "zoo.h"
CHITTY_EXPORT int zoo_second_symbol(void);
CHITTY_EXPORT int zoo_second_symbol(void) { return 2; }
