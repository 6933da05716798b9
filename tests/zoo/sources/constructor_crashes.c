/* Crashes while it is being loaded, before its entry is called: only a host that does not load it stays alive (ABI-03). */
#include "zoo.h"
__attribute__((constructor)) static void zoo_crash(void) {
  volatile uintptr_t nowhere = 8; /* volatile: else the compiler sees what we are up to */
  *(volatile int*)nowhere = 1;
}
