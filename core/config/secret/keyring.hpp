// The desktop session's keyring, by libsecret, which is opened when first asked and may be missing.
#pragma once

#include <chitty/error.hpp>

#include "base/cancel.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace chitty::host {

// How long the questions below wait for an answer: a person may have to unlock it. They end earlier when `cancel`, which must
// outlive them, is cancelled. Once for the process, before the first question.
void keyring_waits(std::chrono::milliseconds limit, const CancelToken* cancel);

// Is there a session bus to ask, and libsecret to ask it with, and has it answered so far?
bool keyring_available();

// The secret of that name, or nothing. CONFIGURATION when the keyring is locked, or does not answer within its time; TIMEOUT and
// CANCELLED as the token was.
Result<std::optional<std::string>> keyring_lookup(const std::string& name);
Result<void> keyring_store(const std::string& name, const std::string& value);
Result<void> keyring_clear(const std::string& name);  // also when there is none

}  // namespace chitty::host
