#include "base/exit_code.hpp"

namespace chitty::host {

int exit_code(const Error& error) {
  switch (error.kind()) {
    case Kind::invalid_argument: return exit_usage;
    case Kind::configuration: return exit_configuration;
    case Kind::not_allowed: return exit_not_allowed;
    case Kind::not_found: return exit_not_found;
    case Kind::conflict: return exit_conflict;
    case Kind::unreachable: return exit_unreachable;
    case Kind::refused: return exit_refused;
    case Kind::fault: return exit_fault;
    case Kind::cancelled: return exit_interrupted;
  }
  return exit_fault;  // of a class that is newer than this host
}

}  // namespace chitty::host
