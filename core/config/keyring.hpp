// The desktop session's keyring, by libsecret, which is opened when first asked and may be missing.
#pragma once

#include <chitty/error.hpp>

#include <optional>
#include <string>

namespace chitty {

// Is there a session bus to ask, and libsecret to ask it with?
bool keyring_available();

// The secret of that name, or nothing. CONFIGURATION when the keyring is locked or does not answer.
Result<std::optional<std::string>> keyring_lookup(const std::string& name);
Result<void> keyring_store(const std::string& name, const std::string& value);
Result<void> keyring_clear(const std::string& name);  // also when there is none

}  // namespace chitty
