// A manifest for whoever runs one of its commands: read for every command, so that what only the daemon wants is left where it is.
#pragma once

#include "manifest/manifest.hpp"

namespace chitty::host {

// As parse_manifest, without `$defs`, and of the service without its migrations; of its routes without their path's parameters, what they
// give, and what they take in the body, but for `false`: that they take none.
Result<Manifest> parse_command_manifest(std::string_view text);

}  // namespace chitty::host
