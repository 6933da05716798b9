// Secrets: references resolved at the last moment, and every value ever resolved remembered, so that no output, trace,
// error or log can show it.
#pragma once

#include "base/cancel.hpp"
#include "base/paths.hpp"

#include <chitty/error.hpp>

#include <string>
#include <string_view>

namespace chitty {

// `env:NAME`, `file:PATH`, `keyring:NAME`, `exec:COMMAND`, or the text itself. `may_execute` is false for values that come
// from a project's overlay. CONFIGURATION says which reference failed and why, never the value.
Result<std::string> resolve_secret(std::string_view reference, const Paths& paths, bool may_execute = true);

// Keep a secret under a name, in a 0600 file of the user's; the reference to write into the configuration.
Result<std::string> keep_secret(const Paths& paths, std::string_view name, std::string_view value);

// Remember a value as secret, and take all remembered values (of 6 bytes and more) out of a text. Any thread.
void remember_secret(std::string_view value);
std::string redact(std::string text);

}  // namespace chitty
