/* No other system's SDK is needed to link a plugin for it: these three are all that hello-c asks of libc. */
#ifndef CHITTY_ZOO_STRING_H
#define CHITTY_ZOO_STRING_H

#include <stddef.h>

int memcmp(const void* a, const void* b, size_t size);
void* memset(void* to, int value, size_t size);
size_t strlen(const char* text);

#endif
