// Keys of the configuration that nothing reads. Old ones stay, since they may be a newer chitty's or those of a plugin that
// is not installed just now; a new one is more likely misspelt, and is not written.
#pragma once

#include "config/validate.hpp"

namespace chitty::host {

// One diagnostic for each key that nothing reads, `file` and `position` empty, its hint the nearest key that is known there, or all
// of them. Below a type that no plugin provides, or whose settings allow `additionalProperties`, every key is known.
std::vector<Diagnostic> unknown_keys(const json::object& root, const KnownTypes& known);

// The settings of a remote of this type, `type` among them where it stands under a name of its own; none: any may be set.
std::optional<std::vector<std::string>> settings_of(const RemoteType& type, bool has_type);

// The first of them in `after` that is not in `before`.
Result<void> no_new_unknown_keys(const json::object& before, const json::object& after, const KnownTypes& known);

}  // namespace chitty::host
