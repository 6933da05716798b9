#include "app/exit_code.hpp"

namespace chitty {

int exit_code(const Error& error) {
  switch (error.kind()) {
    case 1: return 2;  // usage
    case 2: return 3;  // configuration
    case 3: return 4;  // not authenticated, or not allowed
    case 4: return 5;  // not found
    case 5: return 6;  // conflict
    case 6: return 7;  // unreachable, or timed out
    case 7: return 1;  // the remote refused, or a check failed
    case 9: return exit_interrupted;
    default: return 8;  // a plugin is at fault
  }
}

}  // namespace chitty
