/* Its entry works for 300 milliseconds; 5 are allowed (ABI-20). */
#define _POSIX_C_SOURCE 200809L
#include <time.h>
static void zoo_sleep(void) {
  struct timespec time = {0, 300000000};
  nanosleep(&time, NULL);
}
#define ZOO_ENTER zoo_sleep()
#include "zoo.h"
