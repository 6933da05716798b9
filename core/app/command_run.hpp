// From a command that was found to its result: arguments, consent, plugin, handler, view.
#pragma once

#include "app/session.hpp"

namespace chitty {

Result<void> run_command(Session& session, const Target& target);

}  // namespace chitty
