/* The manifest asks for ABI 1.0, the entry for 1.999 (ABI-02, ABI-03). */
#define ZOO_MINOR_MIN 999
#include "zoo.h"
