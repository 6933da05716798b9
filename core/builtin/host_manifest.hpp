// The host's own commands, declared like any plugin's in host.json. The build checks that file against the plugins' schema
// (but for paths of one word, `help` and `version`, which the host alone may have), cuts it by first words and puts it in.
#pragma once

#include "cli/installed.hpp"
#include "manifest/manifest.hpp"

namespace chitty::host {

// The first words from a small table made by the build. What one of them has below it is parsed when first asked for: most runs
// ask for none, the others for one.
HostCommands host_commands();

// All of it as one manifest again, JSON text.
std::string host_manifest_text();

}  // namespace chitty::host
