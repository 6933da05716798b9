// os: ChittyOS on this machine. Words that are not here run without `os`: `chitty os id mint` is `chitty id mint`.
#include <os_names.hpp>

CHITTY_PLUGIN(.commands = os::commands::table())
