/* Nothing is wrong with it; many animals differ from it in their manifest only. */
#include "zoo.h"
