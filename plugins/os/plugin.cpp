// os: ChittyOS on this machine. Words that are not here run without `os`: `chitty os id mint` is `chitty id mint`.
#include "commands/commands.hpp"

#include <chitty/plugin.hpp>

namespace commands = chitty::os::commands;

CHITTY_PLUGIN(
    .commands = {{"os init", commands::init},
                 {"os up", commands::up},
                 {"os down", commands::down},
                 {"os status", commands::status},
                 {"os health", commands::health}})
