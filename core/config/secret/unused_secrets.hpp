// A secret that chitty keeps goes with the last reference to it in the configuration.
#pragma once

#include "config/config.hpp"

namespace chitty::host {

// `removed` stood in the configuration until a moment ago, `config` is what is left. Secrets that it refers to, that chitty keeps and
// that nothing refers to any more, are destroyed. The words say what became of each, to be put behind a note of what was removed:
// "; its secret was removed too: keyring:x". CONFIGURATION when one may still be there.
Result<std::string> forget_unused_secrets(const json::value& removed, const Config& config, const Paths& paths);

}  // namespace chitty::host
