// The host's own commands, declared like any plugin's in host.json. The build checks that file against the plugins' schema
// (but for paths of one word, `help` and `version`, which the host alone may have) and puts it in.
#pragma once

#include "cli/installed.hpp"
#include "plugin/manifest.hpp"

namespace chitty {

// Parsed when first asked for: most runs never do.
const Manifest& host_manifest();

// The first words from a small table made by the build; the manifest only when one of them is asked for.
HostCommands host_commands();

}  // namespace chitty
