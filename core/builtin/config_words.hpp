// What the configuration's commands share: which plugin's schema speaks of a key, how a value is shown, how one with a
// secret in it is written.
#pragma once

#include "builtin/context.hpp"
#include "config/validate.hpp"

#include <optional>
#include <string>

namespace chitty::host {

// The remote type of an installed, usable plugin.
std::optional<RemoteType> installed_type(const Catalogue& catalogue, std::string_view type);

// The same and the first words that are commands, for validation.
KnownTypes known_types(const BuiltinContext& context);
bool is_command_word(const BuiltinContext& context, std::string_view word);

// The remote or service that a key lies in.
struct EntryOfKey {
  std::string environment, name, type;
};
std::optional<EntryOfKey> entry_of_key(const Steps& steps, const Config& config);

// Every value of the configuration that is no object, with its key.
void each_setting(const json::object& root, const std::function<void(const Steps&, const json::value&)>& each);

// The value as it may be shown, and whether the key names a secret.
json::value shown(const Steps& steps, const json::value& value, const Config& config, const Catalogue& catalogue);
bool names_secret(const Steps& steps, const Config& config, const Catalogue& catalogue);

// Steps as a JSON pointer, which `Config::set` takes for a key: names with dots keep them.
std::string pointer_of(const Steps& steps);

// Config::set, with every literal secret in `value` kept apart and its reference written instead; a note says so. Nothing is
// kept when the configuration would be refused.
Result<void> set_keeping_secrets(BuiltinContext& context, Config& config, const Steps& steps, json::value value, const Config::Check& check);

}  // namespace chitty::host
