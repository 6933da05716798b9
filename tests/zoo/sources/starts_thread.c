/* Starts a thread in its entry (ABI-20). */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <unistd.h>
static void zoo_start(void);
#define ZOO_ENTER zoo_start()
#include "zoo.h"
static void* zoo_sleep(void* nothing) {
  pause();
  return nothing;
}
static void zoo_start(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, zoo_sleep, NULL) == 0) pthread_detach(thread);
}
