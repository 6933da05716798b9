// For `remote test`: one GET of a remote as it is configured.
#pragma once

#include "app/sending/destination.hpp"
#include "builtin/context.hpp"

namespace chitty::host {

// With its credential, where its type wants it, or without.
Result<BuiltinContext::Probe> probe(chitty_call& call, const Destination& to, const std::string& path, bool with_credential);

}  // namespace chitty::host
