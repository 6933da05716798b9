// Throws through the boundary (ABI-18). The host's C++ runtime is its own, so no catch there can help.
#include <stdexcept>
#include <chitty/plugin.h>
static chitty_status zoo_throws(chitty_call*, const chitty_str*, chitty_error*) { throw std::runtime_error("over the wall"); }
#define ZOO_ECHO zoo_throws
#include "zoo.h"
