/* Prints to standard output when it is entered (ABI-19, ABI-20). */
#include <stdio.h>
#define ZOO_ENTER (void)(fputs("loaded!\n", stdout), fflush(stdout))
#include "zoo.h"
