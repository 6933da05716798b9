/* The manifest says ABI 1, the entry ABI 2 (ABI-02, ABI-03). */
#define ZOO_LEAVE return plugin->abi_major = 2, CHITTY_OK
#include "zoo.h"
